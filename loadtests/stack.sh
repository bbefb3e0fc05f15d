# Sourced by the drills: starts the parts of Jetway in the background and ends them with the script.
# The caller has set `here`, `work` and `tool`.
pids=()

finish() {
  local pid
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait
}
trap finish EXIT

# An empty data folder in $work, so that no earlier run is measured.
fresh_data() {
  mkdir -p "$work"
  rm -rf "${work:?}/data"
  mkdir "$work/data"
  export JETWAY_DATA=$work/data
}

# part NAME: its output goes to $work/NAME.log, its process id is the last of `pids`.
part() {
  "$here/start-jetway.sh" "$1" >"$work/$1.log" 2>&1 &
  pids+=($!)
}

# await NAME PID COMMAND...: until the command succeeds, for two minutes at most.
await() {
  local name=$1 pid=$2 waited=0
  shift 2
  until "$@" 2>/dev/null; do
    kill -0 "$pid" 2>/dev/null || { echo "$tool: the $name ended, see $work/$name.log" >&2; exit 2; }
    waited=$((waited + 1))
    [ "$waited" -lt 600 ] || { echo "$tool: the $name was not ready in time, see $work/$name.log" >&2; exit 2; }
    sleep 0.2
  done
}

await_database() { await cassandra "$1" test -f "$JETWAY_DATA/cassandra.ready"; }
await_travel() { await travel "$1" grep -q '^travel-servers ready' "$work/travel.log"; }
await_node() { await node "$1" grep -q '^node ready' "$work/node.log"; }

run_java() {
  java -Djava.util.concurrent.ForkJoinPool.common.parallelism=2 -Dfile.encoding=UTF-8 \
    -cp "$here/target/classes:$here/../runtime/target/lib/*" "$@"
}
