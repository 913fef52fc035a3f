# Builds the Java application into .holdfast/app/STAMP, so that a rebuild never takes the jars from
# under a platform that runs.

# application_stale: there is no build, or a source is newer than it. A directory is newer, too,
# when a file in it was removed.
application_stale() {
  local stamp="$built/app/current/built-from"
  [[ -e "$stamp" ]] || return 0
  # A cache that this very JDK has not made is useless to it.
  local jdk_of_build=""
  read -r jdk_of_build <"$stamp" || true
  [[ "$jdk_of_build" == "$JAVA_HOME" ]] || return 0
  local newer
  newer="$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/ui/*/pom.xml "$root"/*/src/main \
    "$root"/ui/cli/src/main -newer "$stamp" -print -quit 2>/dev/null)"
  [[ -n "$newer" ]]
}

find_maven() {
  if type -P mvn >/dev/null; then
    return 0
  fi
  say "holdfast: Maven 3.8 or newer is needed to build. Install it (Debian, Ubuntu: apt install maven) and run this again."
  return 1
}

# build NEEDS_PLATFORM: builds what is stale, Java and Go beside each other, one launcher at a time.
build() {
  mkdir -p "$built/app" "$built/bin" "$built/logs"
  exec 8>"$built/build.lock"
  if ! flock -n 8; then
    say "Another launcher is building: waiting for it"
    flock 8
  fi
  local go_build="" status=0
  if $1 && temporal_stale; then
    build_temporal 8>&- &
    go_build=$!
  fi
  if application_stale; then
    build_application 8>&- || status=$?
  fi
  if [[ -n "$go_build" ]]; then
    # Without the real server `up` looks for other ways and names them.
    wait "$go_build" || say "The Temporal server could not be built."
  fi
  exec 8>&-
  ((status == 0)) || exit 1
}

build_application() {
  find_maven || return 1
  local stamp fresh log="$built/logs/build-application.log"
  stamp="$(date -u +%Y%m%dT%H%M%S)-$$"
  fresh="$built/app/.$stamp"
  mkdir -p "$fresh"
  # Written before the build: a source that changes while it runs is newer.
  printf '%s\n' "$JAVA_HOME" >"$fresh/built-from"
  if ! task "Building the application" "$log" maven_package; then
    rm -rf "$fresh"
    return 1
  fi
  mkdir "$fresh/lib"
  cp "$root"/bench/target/lib/*.jar "$root"/bench/target/holdfast-bench-*.jar "$fresh/lib/"
  mv "$fresh" "$built/app/$stamp"
  write_options "$built/app/$stamp"
  task "Preparing a fast start" "$built/logs/build-cache.log" train "$built/app/$stamp" --help || true
  ln -sfn "$stamp" "$built/app/.current" && mv -T "$built/app/.current" "$built/app/current"
  remove_old_builds "$stamp"
}

maven_package() {
  rm -rf "$root/bench/target/lib"
  cd "$root" && mvn -B -pl bench -am package -Dmaven.test.skip=true -Djacoco.skip=true
}

# write_options DIRECTORY: the JVM's options and class path for the command and for the platform.
write_options() {
  local jars
  jars="$(printf '%s:' "$1"/lib/*.jar)"
  local common="-Xlog:disable
-XX:+UseSerialGC
-XX:-UsePerfData
-Dfile.encoding=UTF-8
--enable-native-access=ALL-UNNAMED
--sun-misc-unsafe-memory-access=allow
-cp
\"${jars%:}\""
  printf '%s\n' "-XX:AOTCache=$1/cli.aot" -XX:TieredStopAtLevel=1 -Xmx256m "$common" >"$1/cli.options"
  printf '%s\n' "-XX:AOTCache=$1/platform.aot" -Dholdfast.log.level=INFO -Xmx320m -Xss512k -XX:ReservedCodeCacheSize=96m \
    "$common" >"$1/platform.options"
}

# train DIRECTORY LINE…: makes the AOT cache of the command from one run of such command lines.
train() {
  local directory="$1"
  shift
  sed 's/^-XX:AOTCache=/-XX:AOTCacheOutput=/' "$directory/cli.options" >"$directory/train.options"
  "$JAVA_HOME/bin/java" "@$directory/train.options" dev.holdfast.standalone.Rehearsal "$@"
}

# platform_cache_missing: the platform would start without a cache of its own.
platform_cache_missing() {
  [[ -d "$built/app/current/" && ! -e "$built/app/current/platform.aot" ]]
}

# train_platform_later: makes the AOT caches of the platform while it runs already without them: nobody waits for them.
train_platform_later() {
  mkdir -p "$built/logs"
  setsid -f "$root/tools/launcher/train-platform.sh" "$root" "$(readlink -f "$built/app/current")" \
    </dev/null >"$built/logs/build-platform-cache.log" 2>&1 || true
}

# train_platform DIRECTORY: brings the platform up once, in a home that is thrown away, runs an operation on it, and
# makes the AOT caches of its JVM and of the command's from that. Without them everything works, only slower.
train_platform() {
  local command=("$JAVA_HOME/bin/java" "@$1/cli.options" dev.holdfast.standalone.Main)
  export HOLDFAST_HOME="$1/training"
  # The training is nobody's operation: no collector is to hear of it.
  unset OTEL_EXPORTER_OTLP_ENDPOINT OTEL_EXPORTER_OTLP_TRACES_ENDPOINT
  sed 's/^-XX:AOTCache=/-XX:AOTCacheOutput=/' "$1/platform.options" >"$1/training.options"
  # Never the usual ports: a platform that is started meanwhile wants those.
  mkdir -p "$1/training"
  local keys=(api temporal temporal-ui temporal-ui-server postgres redis temporal-history temporal-matching temporal-worker
    temporal-frontend-membership temporal-history-membership temporal-matching-membership temporal-worker-membership)
  local base=$((20000 + RANDOM % 12000)) json="" i
  for i in "${!keys[@]}"; do json+="${json:+, }\"${keys[i]}\": $((base + i))"; done
  printf '{%s}\n' "$json" >"$1/training/ports.json"
  "$JAVA_HOME/bin/java" "@$1/training.options" dev.holdfast.standalone.Main up &
  local platform=$! end=$((SECONDS + 180))
  until "${command[@]}" status; do
    kill -0 "$platform" && ((SECONDS < end)) || break
    sleep 1
  done
  # Nothing listens there, and the key is nobody's: the operation ends soon, and fails.
  "${command[@]}" server add training --address 127.0.0.1:1 --user nobody --agent=/dev/null --host-key \
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEcHx2ZFH8kZIB6MPHlOe4bBl7mkPTGKKhfLyFHFDlmX" || true
  train "$1" "exec training --read-only -- true" "server list" --help || true
  # On its way out it writes its cache.
  kill -TERM "$platform" || true
  wait "$platform" || true
  [[ -s "$1/platform.aot" ]]
}

# remove_old_builds STAMP: removes builds other than this one that no process has in its command line
# and that no launcher can be about to start.
remove_old_builds() {
  local directory name
  for directory in "$built"/app/*/; do
    name="${directory%/}"
    name="${name##*/}"
    [[ "$name" == "$1" || "$name" == current ]] && continue
    [[ -n "$(find "$directory" -maxdepth 0 -mmin +10)" ]] || continue
    grep -qs --binary-files=text "app/$name/" /proc/[0-9]*/cmdline && continue
    rm -rf "$directory"
  done
}
