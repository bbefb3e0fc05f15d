#!/usr/bin/env bash
# A PostgreSQL of our own on 127.0.0.1, in WORK/postgres: postgres.sh reset|start|stop. `start` prints its pid.
# PostgreSQL refuses to run as root, so root hands it to the user postgres.
set -euo pipefail
work=${WORK:?}
port=${PG_PORT:-17432}
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb)")
data=$work/postgres
if [ "$(id -u)" = 0 ]; then
  as() { runuser -u postgres -- "$@"; }
  # The user postgres must be able to reach the folder, and cannot look into root's home.
  as test -x "$work" || data=/tmp/jetway-loadtests-postgres
else
  as() { "$@"; }
fi
case ${1:-} in
  start)
    mkdir -p "$data"
    [ "$(id -u)" != 0 ] || chown postgres "$data"
    chmod 700 "$data"
    cd "$data"
    [ -f "$data/PG_VERSION" ] || as "$bin/initdb" -D "$data" -A trust -U bench >/dev/null
    as "$bin/pg_ctl" -D "$data" -w -t 60 -l "$data/log" -o "-p $port -h 127.0.0.1 -k $data \
      -c shared_buffers=512MB -c max_connections=200 -c max_wal_size=4GB -c synchronous_commit=on" start >/dev/null \
      || { echo "PostgreSQL did not start on port $port:" >&2; tail -5 "$data/log" >&2; exit 1; }
    head -1 "$data/postmaster.pid"
    ;;
  reset) [ ! -f "$data/PG_VERSION" ] || rm -r "$data" ;;
  stop) cd "$data" && as "$bin/pg_ctl" -D "$data" -m fast stop >/dev/null ;;
  *) echo "usage: postgres.sh reset|start|stop" >&2; exit 2 ;;
esac
