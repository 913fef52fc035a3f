# The engine's own client on the server; the command docker may be Podman's, too.
if command -v docker >/dev/null && ! docker --version 2>/dev/null | grep -qi podman; then
  client=docker
  engine() { docker -H unix:///var/run/docker.sock "$@"; }
elif command -v podman >/dev/null; then
  client=podman
  # In a service of systemd it would leave what watches the container in there, to end with the service.
  engine() { env -u INVOCATION_ID podman "$@"; }
else
  echo 'there is no docker command on the server' >&2
  exit 127
fi
