# Runs long tasks with progress on standard error.

say() {
  printf '%s\n' "$*" >&2
}

# task LABEL LOG COMMAND…: runs a command with its output in LOG; on failure shows the end of it.
task() {
  local label="$1" log="$2" begin=$SECONDS status=0 next=0
  shift 2
  mkdir -p "${log%/*}"
  say "$label … (log: $log)"
  "$@" >"$log" 2>&1 </dev/null &
  local worker=$!
  while kill -0 "$worker" 2>/dev/null; do
    sleep 0.2
    if ((SECONDS - begin >= next + 10)); then
      next=$((SECONDS - begin))
      say "$label … ${next} s: $(last_words "$log")"
    fi
  done
  wait "$worker" || status=$?
  if ((status != 0)); then
    say "$label failed after $((SECONDS - begin)) s. The end of $log:"
    tail -n 30 "$log" | cut -c1-200 >&2
    return "$status"
  fi
  say "$label: done in $((SECONDS - begin)) s"
}

# last_words LOG: the last line that says something, shortened.
last_words() {
  local line
  line="$(tail -n 20 "$1" 2>/dev/null | grep -v '^\[INFO\] *-*$' | tail -n 1)" || true
  line="${line#\[INFO\] }"
  printf '%s' "${line:0:90}"
}
