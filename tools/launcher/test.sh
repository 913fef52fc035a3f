# `./holdfast test`: the project's own tests.

# What the long run makes more of: kills, faults and generated cases.
long_run=(-Dholdfast.chaos=100 -Dholdfast.kills=20 -Dholdfast.load.servers=6 -Dholdfast.oracle.lines=20000
  -Dholdfast.slow.line=5000000 -Dholdfast.soak=20000 -Dholdfast.fuzz=600 -Dholdfast.quiet=60
  -Dholdfast.tools=all -Dholdfast.chaos.operations=1000 -Dholdfast.chaos.servers=10 -Dholdfast.boundaries=all
  -Dholdfast.scale=10000)

# What the fast run makes less of: it is for every save, and the whole run follows before anything lands.
fast_run=(-Dholdfast.oracle.lines=200)

run_tests() {
  local goal=verify more=()
  case "${1:-}" in
    "") ;;
    --fast) goal=test more=("${fast_run[@]}") ;;
    --long) more=("${long_run[@]}") ;;
    -h | --help)
      cat <<'HELP'
Usage: holdfast test [--fast | --long]
Runs all tests and shows the slowest ten classes.
  --fast   Only those that need no Docker and no platform; a few minutes.
  --long   All of them, and the chaos tests with many times the kills; some hours.
A chaos test that fails names its seed: repeat it with mvn verify -Dholdfast.seed=SEED.
HELP
      exit 0
      ;;
    *)
      say "holdfast: $1 is not an option of test; it takes --fast or --long"
      exit 2
      ;;
  esac
  find_maven || exit 1
  # The end-to-end tests need the real Temporal server.
  if [[ "$goal" == verify ]] && temporal_stale; then
    mkdir -p "$built/bin" "$built/logs"
    exec 8>"$built/build.lock"
    flock 8
    if temporal_stale; then
      build_temporal 8>&- || exit 1
    fi
    exec 8>&-
  fi
  cd "$root"
  # The fast tests wait for processes more than for the processor: two modules at a time. The lab's measure timeouts
  # on real servers: no module runs beside them, and two of their classes at a time (the poms of activities and e2e).
  local code=0 began
  began="$(mktemp)"
  mvn -B -T 2 test ${more[@]+"${more[@]}"} || code=$?
  if [[ "$goal" == verify && "$code" == 0 ]]; then
    mvn -B verify -Dunit.tests.done=true ${more[@]+"${more[@]}"} || code=$?
  fi
  slowest_tests "$began"
  rm -f "$began"
  exit "$code"
}

# slowest_tests SINCE: the ten classes that took longest, of the reports that are newer than that file.
slowest_tests() {
  printf '\nThe slowest ten:\n'
  find "$root" -path '*/target/*-reports/TEST-*.xml' -newer "$1" -exec sed -n \
    's/.*<testsuite .* name="\([^"]*\)" time="\([0-9.,]*\)".*/\2 \1/p' {} + |
    # Not head: what is written to it after its end would end the whole command with an error.
    tr -d , | sort -rn | sed -n 1,10p | while read -r seconds name; do
      printf '%8.1f s  %s\n' "$seconds" "${name##*.}"
    done
}
