# Removes the new container $1 and starts the old one $2 again, if there is one; $3 says that its stop was begun.
engine_within "${patience:-60}" || exit 1
docker rm --force --volumes -- "$1" >/dev/null 2>&1
[ -n "$2" ] || exit 0
# A stop whose client has ended goes on in the engine, and would end the old one after it was started: the stop here ends
# with that one.
[ -z "$3" ] || docker stop -t 10 -- "$2" >/dev/null
for _ in 1 2 3 4 5 6 7 8; do
  docker start -- "$2" >/dev/null
  sleep 1
  [ "$(docker container inspect -f '{{.State.Running}}' -- "$2" 2>/dev/null)" != true ] || exit 0
done
exit 1
