#!/bin/bash
# Tries compose.yaml with real containers: what is committed, started as on a fresh machine, looked at from outside and inside,
# broken, stopped and started again. By hand, a few minutes: infra/compose/try-compose.sh [work folder]
set -euo pipefail
here=$(dirname "$(realpath "$0")")
root=$(realpath "$here/../..")
work=$(realpath -m "${1:-${TMPDIR:-/tmp}/watchstate-compose}")
mkdir -p "$work"
# Node 24 from the packages, for the stand-in image.
PATH=$(echo "$root"/node_modules/node-linux-*/bin):$PATH
# shellcheck source=infra/compose/engine.sh
. "$here/engine.sh"

free_port() { node -e "const s = net.createServer().listen(0, () => { console.log(s.address().port); s.close(); })"; }
WS_PORT=$(free_port) WS_WEBHOOK_PORT=$(free_port)
export WS_PORT WS_WEBHOOK_PORT COMPOSE_PROJECT_NAME=watchstate-try
checkout=$work/checkout
passed=0 failed=0
dc() { (cd "$checkout" && compose "$@"); }
url=http://localhost:$WS_PORT

# check <what should be> <command…>: the command decides.
check() {
  local what=$1; shift
  if "$@" >"$work/said" 2>&1; then passed=$((passed + 1)); echo "  ok    $what"
  else failed=$((failed + 1)); echo "  FAIL  $what"; tail -5 "$work/said" | sed 's/^/        /'; fi
}
says() { local wanted=$1 said; shift; said=$("$@" 2>&1) || true; grep -qE -- "$wanted" <<<"$said" || { head -c 600 <<<"$said"; return 1; }; }
status() { says "^$1\$" curl -s -o /dev/null -w '%{http_code}' "${@:2}"; }
within() { local end=$((SECONDS + $1)); shift; until "$@" >/dev/null 2>&1; do [ $SECONDS -lt $end ] || { "$@"; return 1; }; sleep 1; done; }
secret() { sed -n "s/^$1=//p" "$checkout/data/config/.env"; }
container() { dc ps -aq "$1"; }
state() { docker inspect -f "$2" $(container "$1"); }
inside() { dc exec -T "$@"; }
reaches_world() { inside "$1" timeout 5 bash -c "exec 3<>/dev/tcp/$world/80"; }
not() { ! "$@"; }
rows() { inside postgres psql -U postgres -d watchstate -Atc "$1"; }
healthy() { for name in "$@"; do [ "$(state "$name" '{{.State.Health.Status}}' | sort -u)" = healthy ] || { echo "$name is not healthy"; return 1; }; done; }
all_healthy() { healthy api webhook importer exporter proxy postgres redis; }

clean_up() {
  local code=$?
  [ "$code" = 0 ] || dc logs --tail 20 2>/dev/null || true
  dc --profile monitoring down -v -t 10 >/dev/null 2>&1 || true
  rm -rf "$checkout"
  stop_engine
  echo "$passed passed, $failed failed"
  [ "$code" = 0 ] && [ "$failed" -gt 0 ] && exit 1
  exit "$code"
}

no_secret_is_shown() {
  local name
  for name in WS_API_KEY WS_SECRET_KEY WS_POSTGRES_PASSWORD WS_REDIS_PASSWORD; do
    [ -n "$(secret $name)" ] || { echo "$name is missing"; return 1; }
    if docker inspect $(dc ps -aq) | grep -qF "$(secret $name)"; then echo "docker inspect shows $name"; return 1; fi
    if dc logs 2>&1 | grep -qF "$(secret $name)"; then echo "a log shows $name"; return 1; fi
  done
}

killed_worker_comes_back() {
  local before; before=$(state importer '{{.RestartCount}}')
  inside importer sh -c 'kill -9 $(cat /proc/1/task/1/children)'
  within 60 sh -c "[ \$(docker inspect -f '{{.RestartCount}}' $(container importer)) -gt $before ]"
  within 60 healthy importer
}

ends_in_order() {
  local name
  dc stop -t 30 >/dev/null 2>&1
  for name in api webhook importer exporter proxy postgres redis; do
    [ "$(state "$name" '{{.State.ExitCode}}')" = 0 ] || { echo "$name ended with $(state "$name" '{{.State.ExitCode}}')"; return 1; }
  done
}

webhook_while_redis_is_away() {
  dc stop redis >/dev/null 2>&1
  status 202 -X POST "$hook" -H 'content-type: application/json' -d '{"event":"media.scrobble","n":3}' || return 1
  dc start redis >/dev/null 2>&1
  within 60 all_healthy
}

have_engine
if docker container inspect watchstate >/dev/null 2>&1; then echo 'A container named watchstate is here already.' >&2; exit 1; fi
trap clean_up EXIT
rm -rf "$checkout" && mkdir "$checkout" && git -C "$root" archive HEAD | tar -x -C "$checkout"

step 'compose up, as on a fresh machine'
docker image rm -f watchstate-service:local watchstate-proxy:local >/dev/null 2>&1 || true
dc config -q
dc --profile monitoring config -q
dc up -d > "$work/up.log" 2>&1 || { tail -40 "$work/up.log"; exit 1; }
within 180 all_healthy
key=$(secret WS_API_KEY)
hook="$url/v1/api/webhook?apikey=$key"

step 'from outside'
check 'the user interface is at /' says '<app-root>' curl -fsS "$url/"
check 'and at every address of its own' says '<app-root>' curl -fsS "$url/history?page=2"
script=$(curl -fsS "$url/" | grep -oE 'src="[^"]+-[A-Z0-9]{8}\.js"' | head -1 | cut -d'"' -f2)
check 'its scripts may be kept for ever' says 'immutable' curl -fsSI "$url/$script"
check 'and come compressed' says 'Content-Encoding: gzip' curl -fsS -o /dev/null -D - -H 'Accept-Encoding: gzip' "$url/$script"
check 'a script that is gone is not a page' status 404 "$url/main-ABCD1234.js"
check 'pages come with security headers' says "frame-ancestors 'none'" curl -fsSI "$url/"
check 'the health check is open' says '"ok"' curl -fsS "$url/v1/api/system/healthcheck"
check 'the rest needs a credential' status 401 "$url/v1/api/backends"
check 'the key of the data folder opens it' status 200 -H "X-APIKEY: $key" "$url/v1/api/backends"
check 'the version knows that this is a container' says '"container":true' curl -fsS -H "X-APIKEY: $key" "$url/v1/api/system/version"
check 'the first visitor makes the account' status 201 -H 'content-type: application/json' -d '{"username":"robin","password":"a long password"}' "$url/v1/api/system/auth/signup"
curl -fsS -c "$work/cookies" -o /dev/null -H 'content-type: application/json' -d '{"username":"robin","password":"a long password"}' "$url/v1/api/system/auth/login" || true
check 'and is signed in by its cookie' says robin curl -fsS -b "$work/cookies" "$url/v1/api/system/auth/user"
check 'live events arrive unbuffered' says '^(:|event|data|retry)' timeout 20 curl -sN -H "X-APIKEY: $key" "$url/v1/api/live?topics=runs"
check 'Grafana is closed to strangers' status 302 "$url/grafana/"
check 'and away, told as such, without its profile' status 503 -b "$work/cookies" "$url/grafana/"

step 'webhooks'
check 'are taken through the proxy' status 202 -X POST "$hook" -H 'content-type: application/json' -d '{"event":"media.scrobble","n":1}'
check 'in the old form, too' status 202 -X POST "http://localhost:$WS_WEBHOOK_PORT/?type=plex&apikey=$key" -H 'content-type: application/json' -d '{"event":"media.scrobble","n":2}'
check 'are refused without the key' status 401 -X POST "$url/v1/api/webhook" -H 'content-type: application/json' -d '{}'
head -c 3000000 /dev/zero > "$work/large"
check 'are refused when they are too large' status 413 -X POST "$hook" -H 'content-type: application/json' --data-binary "@$work/large"
check 'are kept in the database' says '^2$' rows 'select count(*) from webhook_delivery'
check 'are read by the importer' within 30 says '^2$' rows "select count(*) from webhook_delivery where status = 'handled'"
check 'are taken while Redis is away' webhook_while_redis_is_away

step 'from inside'
check 'every service shows its metrics' says 'sync_jobs_total' inside importer node -e "fetch('http://exporter:9104/metrics').then((r) => r.text()).then(console.log)"
check 'nothing but the proxy is published' says '^2$' sh -c "docker ps --format '{{.Names}} {{.Ports}}' | grep -oE '0.0.0.0:[0-9]+' | sort -u | wc -l"
check 'no secret is shown by inspect or the logs' no_secret_is_shown
check 'the secrets on disk are their owner'"'"'s alone' says '^600 1000$' stat -c '%a %u' "$checkout/data/config/.env"
check 'Redis wants its password' says NOAUTH inside redis redis-cli ping
check 'the database role is no superuser' says '^f$' rows "select rolsuper from pg_roles where rolname = 'watchstate'"
world=$(getent ahostsv4 deb.debian.org | awk 'NR == 1 { print $1 }')
check 'the services reach the world' reaches_world importer
check 'the stores have no way out' not reaches_world postgres
check 'the root file system is read-only' says 'EROFS|Read-only' inside api node -e "fs.writeFileSync('/app/x', '')"
check 'the console reaches the system through docker exec' says 0.1.0 docker exec watchstate console version

step 'when something breaks'
check 'a killed worker is started again' killed_worker_comes_back
check 'setup and migrator may run again' dc up -d
check 'two importers and three exporters run side by side' dc up -d --no-recreate --scale importer=2 --scale exporter=3
check 'all are healthy then' within 90 all_healthy
dc up -d --no-recreate --scale importer=1 --scale exporter=1 >/dev/null 2>&1

step 'monitoring'
check 'Prometheus starts with the profile' dc --profile monitoring up -d --no-deps prometheus
check 'and sees the four services' within 90 says '"value":\[[0-9.]+,"4"\]' inside prometheus wget -qO- 'http://127.0.0.1:9090/api/v1/query?query=sum(up)'
check 'its rules are sound' inside prometheus promtool check config /etc/prometheus/prometheus.yml
check 'and pass their tests' inside prometheus promtool test rules /etc/prometheus/rules/alerts.test.yml

step 'down and up again'
check 'everything ends in order' ends_in_order
dc --profile monitoring down -t 30 >/dev/null 2>&1
dc up -d 2>&1 | tail -1
check 'it comes back on the same data' within 120 all_healthy
check 'with the same key and account' status 200 -H "X-APIKEY: $key" "$url/v1/api/backends"
check 'with what it held' says '^3$' rows 'select count(*) from webhook_delivery'
