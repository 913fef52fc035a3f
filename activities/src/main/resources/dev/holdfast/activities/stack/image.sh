pull=840
engine_within "${patience:-60}" || unanswered
if ! ask image inspect -f there -- "$image"; then
  case $image in
    sha256:*) fail "the image $image is not on the server; load it there, or name a registry before the @" ;;
  esac
  # Its progress would be a line for each percent.
  said=$(timeout -k 10 "$pull" docker pull --quiet -- "$image" 2>&1) || {
    code=$?
    printf '%s\n' "$said"
    engine_up || unanswered
    cannot="the image $image cannot be pulled"
    [ "$code" -ne 124 ] ||
      later "$cannot: it did not arrive within $pull s; check the way from the server to the registry"
    case $said in
      *unauthorized* | *denied* | *"no basic auth"*) fail "$cannot: log in to the registry on the server with docker login" ;;
      *"no space left"*) fail "$cannot: the disk is full; remove what is not used with docker system prune" ;;
      *"manifest unknown"* | *"not found"*) fail "$cannot: the registry has no such image; correct its name or its digest" ;;
      *"verification failed"* | *digest*) fail "$cannot: the registry sent something else; do not use it before you know why" ;;
      *EOF* | *reset* | *"byte range"* | *"error during connect"*)
        later "$cannot: the registry cannot be reached any more, the connection was cut; check the way there" ;;
      *refused* | *timeout* | *"no such host"* | *unreachable*)
        later "$cannot: the registry cannot be reached from the server; check its name and the way there" ;;
      *) fail "$cannot: see the lines before this one" ;;
    esac
  }
fi
