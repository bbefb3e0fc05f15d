#!/usr/bin/env bash
# Runs one part of Jetway in the foreground, so that it can be measured and killed by itself:
#   start-jetway.sh build                 builds what is missing
#   start-jetway.sh cassandra|travel|node
#   start-jetway.sh region-cassandra ADDRESS SEEDS   one data center of several, named by JETWAY_REGION
# JETWAY_DATA         folder for data, logs and the token secret (required)
# JETWAY_TRAVEL_HOST  where the travel servers listen (127.0.0.1)
# JETWAY_PROFILE      conf/PROFILE.conf is the node's configuration: bench, drill, idle or sockets
# JETWAY_PLANNER      a planner's class instead of the one Jetway ships
# JETWAY_NODE_OPTS    further JVM options for the node, for a profiler, say
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
cql_port=17420 # as in conf/stack.conf
travel_port=17430
flags=(-Djava.util.concurrent.ForkJoinPool.common.parallelism=2 -Dfile.encoding=UTF-8)

java17() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*17* "$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")"; do
    if [ -x "$home/bin/java" ] && grep -q '^JAVA_VERSION="17' "$home/release" 2>/dev/null; then
      echo "$home/bin/java"
      return
    fi
  done
  echo "start-jetway: needs a JDK 17; set JAVA_HOME to one" >&2
  exit 2
}

secret() {
  mkdir -p "$1"
  [ -f "$1/token-secret" ] || (umask 077 && head -c 48 /dev/urandom | base64 >"$1/token-secret")
}

case ${1:-} in
  build)
    "$root/jetway" migrate --help >/dev/null # builds what is missing or older than its sources
    jars=("$here"/target/jetway-loadtests-*.jar "$here"/bench-agents/target/jetway-bench-agents-*.jar)
    if [ ! -f "${jars[0]}" ] || [ ! -f "${jars[1]}" ] || [ -n "$(find "$here/src/main" "$here/bench-agents/src/main" -newer "${jars[0]}" -type f | head -1)" ]; then
      mvn -q -B -f "$root/pom.xml" -pl loadtests,loadtests/bench-agents -am -Dmaven.test.skip=true package
    fi
    ;;
  cassandra)
    data=${JETWAY_DATA:?}
    mkdir -p "$data"
    rm -f "$data/cassandra.ready"
    exec "$(java17)" "${flags[@]}" -Xmx128m -XX:+UseSerialGC \
      -Dlogback.configurationFile="$here/conf/logback.xml" \
      -Djetway.cassandra.embedded.data="$data/cassandra" \
      -Djetway.cassandra.embedded.libraries="$root/cluster-config/cassandra/target/lib" \
      -Djetway.cassandra.embedded.cql-port="$cql_port" \
      -Djetway.cassandra.embedded.storage-port=$((cql_port + 1)) \
      -Djetway.cassandra.embedded.jmx-port=$((cql_port + 2)) \
      -cp "$here/target/classes:$root/runtime/target/lib/*" \
      dev.jetway.loadtests.stack.DatabaseProcess "$data/cassandra.ready"
    ;;
  region-cassandra)
    data=${JETWAY_DATA:?}
    mkdir -p "$data"
    seeds=()
    for seed in ${3//,/ }; do seeds+=("-Djetway.cassandra.embedded.seeds.${#seeds[@]}=$seed:$((cql_port + 1))"); done
    exec "$(java17)" "${flags[@]}" -Xmx128m -XX:+UseSerialGC \
      -Dlogback.configurationFile="$here/conf/logback.xml" \
      -Djetway.cassandra.embedded.data="$data/cassandra" \
      -Djetway.cassandra.embedded.libraries="$root/cluster-config/cassandra/target/lib" \
      -Djetway.cassandra.embedded.data-center="${JETWAY_REGION:?}" \
      -Djetway.cassandra.embedded.address="$2" \
      -Djetway.cassandra.embedded.cql-port="$cql_port" \
      -Djetway.cassandra.embedded.storage-port=$((cql_port + 1)) \
      -Djetway.cassandra.embedded.jmx-port=$((cql_port + 2)) \
      -Djetway.cassandra.embedded.start-timeout=300s \
      "${seeds[@]}" -cp "$here/target/classes:$root/runtime/target/lib/*" \
      dev.jetway.loadtests.stack.RegionDatabase
    ;;
  travel)
    data=${JETWAY_DATA:?}
    secret "$data"
    exec "$(java17)" "${flags[@]}" -Xmx256m -XX:+UseSerialGC \
      -cp "$root/mcp-bridge/travel-servers/target/lib/*:$root/mcp-bridge/travel-servers/target/*" dev.jetway.travel.TravelServers \
      --host "${JETWAY_TRAVEL_HOST:-127.0.0.1}" --port "$travel_port" --data "$data/travel" --token-secret-file "$data/token-secret" --faults
    ;;
  node)
    data=${JETWAY_DATA:?}
    secret "$data"
    settings=(--set "jetway.mcp.identity.secret-file=$data/token-secret")
    [ -z "${JETWAY_PLANNER:-}" ] || settings+=(--set "jetway.planner=$JETWAY_PLANNER")
    jars=("$here"/bench-agents/target/jetway-bench-agents-*.jar)
    [ "${JETWAY_PROFILE:?}" != bench ] || export JETWAY_AGENTS=${jars[0]}
    # As an operator starts it; built above, and not again in the middle of a drill.
    export JETWAY_BUILD=never JETWAY_JAVA_OPTS=${JETWAY_NODE_OPTS:-}
    exec "$root/jetway" node --config "$here/conf/$JETWAY_PROFILE.conf" "${settings[@]}"
    ;;
  *)
    sed -n '2,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    exit 2
    ;;
esac
