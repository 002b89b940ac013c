#!/bin/bash
# What the public image does for a user that is not root: make the folder once, run the scripts, then serve.
set -euo pipefail
if [ "$1" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p -m 700 "$PGDATA"
  initdb -U postgres --pwfile=<(cat "$POSTGRES_PASSWORD_FILE") --auth-host=scram-sha-256 --auth-local=trust >/dev/null
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  echo "listen_addresses = '*'" >> "$PGDATA/postgresql.conf"
  pg_ctl -w -o "-c listen_addresses=''" start >/dev/null
  for file in /docker-entrypoint-initdb.d/*.sql; do
    psql -v ON_ERROR_STOP=1 --no-psqlrc -U postgres -d postgres -f "$file"
  done
  pg_ctl -w -m fast stop >/dev/null
fi
exec "$@"
