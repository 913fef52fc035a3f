engine_within "${patience:-60}" || unanswered
if ! ask image inspect -f there -- "$image"; then
  case $image in
    sha256:*) fail "the image $image is not on the server; load it there, or name a registry before the @" ;;
  esac
  # Its progress would be a line for each percent.
  tell docker pull --quiet -- "$image" || {
    cannot="the image $image cannot be pulled"
    case $said in
      *unauthorized* | *denied* | *"no basic auth"*) fail "$cannot: log in to the registry on the server with docker login" ;;
      *"no space left"*) fail "$cannot: the disk is full; remove what is not used with docker system prune" ;;
      *"manifest unknown"* | *"not found"*) fail "$cannot: the registry has no such image; correct its name or its digest" ;;
      *"verification failed"* | *digest*) fail "$cannot: the registry sent something else; do not use it before you know why" ;;
      *refused* | *timeout* | *"no such host"* | *unreachable* | *EOF*)
        later "$cannot: the registry cannot be reached from the server; check its name and the way there" ;;
      *) fail "$cannot: see the lines before this one" ;;
    esac
  }
fi
