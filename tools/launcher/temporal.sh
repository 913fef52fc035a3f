# Builds the pinned Temporal programs into .holdfast/bin/temporal-KEY; `temporal` there names the newest.

temporal_key() {
  cat "$root/tools/temporal/go.mod" "$root/tools/temporal/go.sum" "$root"/tools/temporal/*/*.go | sha256sum | cut -c1-16
}

# temporal_stale: we want to build and the programs of the present pins are not there.
temporal_stale() {
  [[ -z "${TEMPORAL_ADDRESS:-}" ]] || return 1
  [[ "$(readlink "$built/bin/temporal" 2>/dev/null)" != "temporal-$(temporal_key)" ]] || return 1
  find_go >/dev/null
}

find_go() {
  local candidate
  if candidate="$(type -P go)"; then
    printf '%s' "$candidate"
    return 0
  fi
  for candidate in /usr/local/go/bin/go "$HOME"/go/bin/go "$HOME"/sdk/go*/bin/go /usr/lib/go-*/bin/go /usr/lib/go/bin/go; do
    if [[ -x "$candidate" ]]; then
      printf '%s' "$candidate"
      return 0
    fi
  done
  return 1
}

build_temporal() {
  local go key fresh
  go="$(find_go)" || return 1
  key="$(temporal_key)"
  fresh="$built/bin/.temporal-$key"
  rm -rf "$fresh"
  mkdir -p "$fresh"
  task "Building the Temporal server (a few minutes, once)" "$built/logs/build-temporal.log" \
    go_programs "$go" "$fresh" || return 1
  rm -rf "$built/bin/temporal-$key"
  mv "$fresh" "$built/bin/temporal-$key"
  ln -sfn "temporal-$key" "$built/bin/.temporal" && mv -T "$built/bin/.temporal" "$built/bin/temporal"
}

go_programs() {
  cd "$root/tools/temporal"
  go_program "$1" "$2/temporal-server" go.temporal.io/server/cmd/server &&
    go_program "$1" "$2/temporal-sql-tool" go.temporal.io/server/cmd/tools/sql &&
    go_program "$1" "$2/temporal-webui" ./webui
}

go_program() {
  echo "building ${2##*/} from $3"
  "$1" build -trimpath -ldflags='-s -w' -o "$2" "$3"
}
