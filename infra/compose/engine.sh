#!/bin/bash
# Sourced by try-compose.sh. Gives a Docker engine and compose: the machine's own, or, on Debian as root, one made of Debian
# packages with stand-in images, whose every trace is removed when the script ends.

step() { echo "[+${SECONDS}s] $*"; }

have_engine() {
  if docker info >/dev/null 2>&1 && docker compose version >/dev/null 2>&1; then
    compose() { docker compose "$@"; }
    step 'using the engine of this machine'
    return
  fi
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || { echo 'No Docker engine, and none can be made without root on Debian.' >&2; exit 1; }
  install_engine
  fetch_compose
  start_engine
  make_stand_ins
}

install_engine() {
  local missing=()
  command -v dockerd >/dev/null || missing+=(docker.io)
  command -v debootstrap >/dev/null || missing+=(debootstrap)
  [ ${#missing[@]} -eq 0 ] && return
  step "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

mirror() { awk '/^URIs:/ { print $2; exit }' /etc/apt/sources.list.d/debian.sources; }

# Debian 12 has no compose v2. The program of Debian 13 is one static file; it is unpacked, not installed.
fetch_compose() {
  compose() { "$work/docker-compose" "$@"; }
  [ -x "$work/docker-compose" ] && return
  step 'fetching compose v2'
  mkdir -p "$work"/apt/lists/partial "$work"/apt/cache/archives/partial
  echo "deb $(mirror) trixie main" > "$work/apt/sources.list"
  local options=(-o Dir::Etc::sourcelist="$work/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
    -o Dir::State::lists="$work/apt/lists" -o Dir::Cache="$work/apt/cache" -o APT::Sandbox::User=root)
  apt-get "${options[@]}" -qq update
  (cd "$work/apt" && apt-get "${options[@]}" -qq download docker-compose && dpkg-deb -x docker-compose_*.deb unpacked)
  cp "$work/apt/unpacked/usr/libexec/docker/cli-plugins/docker-compose" "$work/docker-compose"
}

start_engine() {
  step 'starting dockerd'
  export DOCKER_HOST="unix://$work/docker.sock"
  iptables-save > "$work/iptables"
  sysctl -n net.ipv4.ip_forward > "$work/ip_forward"
  dockerd --data-root "$work/engine" --exec-root "$work/exec" --pidfile "$work/docker.pid" -H "$DOCKER_HOST" > "$work/dockerd.log" 2>&1 &
  engine=$!
  until docker version >/dev/null 2>&1; do kill -0 "$engine" || { tail -3 "$work/dockerd.log"; exit 1; }; sleep 0.2; done
}

stop_engine() {
  [ -n "${engine:-}" ] || return 0
  step 'stopping dockerd'
  kill "$engine" && wait "$engine" || true
  ip link delete docker0 2>/dev/null || true
  restore_tables
  sysctl -q -w "net.ipv4.ip_forward=$(cat "$work/ip_forward")"
}

# A table that was not there before is emptied; iptables-restore leaves what its input does not name.
restore_tables() {
  local table
  for table in filter nat; do
    grep -q "^\*$table" "$work/iptables" && continue
    iptables -t "$table" -P FORWARD ACCEPT 2>/dev/null || true
    iptables -t "$table" -F && iptables -t "$table" -X
  done
  iptables-restore < "$work/iptables"
}

make_stand_ins() {
  docker image inspect debian:bookworm-slim >/dev/null 2>&1 || {
    step 'making a Debian image'
    debootstrap --variant=minbase --include=ca-certificates bookworm "$work/rootfs" "$(mirror)" > "$work/debootstrap.log"
    tar -C "$work/rootfs" -c . | docker import - debian:bookworm-slim >/dev/null
    rm -rf "$work/rootfs"
  }
  step 'making stand-in images'
  rm -rf "$work/stand-ins" && cp -r "$here/stand-ins" "$work/"
  cp "$(realpath "$(command -v node)")" "$work/stand-ins/node/node"
  cp -rL "$(dirname "$(dirname "$(realpath "$(command -v npm)")")")" "$work/stand-ins/node/npm"
  cp /etc/ssl/certs/ca-certificates.crt "$work/stand-ins/node/ca.crt"
  local image
  for image in node:24-bookworm-slim postgres:18 redis:8 nginx:1.28 prometheus:v3.5.0; do
    docker build -q -t "${image/#prometheus/prom/prometheus}" "$work/stand-ins/${image%%:*}" > "$work/build.log" 2>&1 || { tail -20 "$work/build.log"; exit 1; }
  done
}
