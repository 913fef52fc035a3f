# What isolating and releasing have in common. A container in quarantine has a mark, which only root can write:
# /var/lib/holdfast/quarantine/ID with
#   about       what a person wants to know of it, as JSON
#   operation   the operation that keeps it there
#   before      how the container was: a line for its state and each of its networks; written once, last and whole
#   evidence/   what was there before it was isolated
# `id` is the container, `root` the directory of the marks.
net=quarantine_net link=hf-quarantine mark=$root/$id

fail() { echo "$*" >&2; exit 1; }
note() { printf 'note %s\n' "$*"; }
look() { engine inspect --type container -f "$1" -- "$id" 2>/dev/null; }
# A line for each, for no name holds a line break.
networks() { look '{{range $n, $_ := .NetworkSettings.Networks}}{{$n}}
{{end}}' | grep . || true; }
connected() { networks | grep -Fxq -- "$1"; }
# What runs in the container's own network, as root of the server.
inside() {
  pid=$(look '{{.State.Pid}}')
  [ "${pid:-0}" -gt 0 ] && timeout 10 nsenter --target "$pid" --net "$@"
}

[ "$client" = docker ] ||
  fail "the server has Podman, whose containers cannot be put in quarantine; stop it with ./holdfast containers stop: nothing was changed"
timeout 20 docker -H unix:///var/run/docker.sock version >/dev/null 2>&1 ||
  fail "docker does not answer on the server; start it with systemctl start docker: nothing was changed"
