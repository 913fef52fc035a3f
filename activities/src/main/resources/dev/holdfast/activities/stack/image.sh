if [ "$(docker image inspect -f there -- "$image" 2>/dev/null)" != there ]; then
  case $image in
    sha256:*) fail "the image $image is not on the server; load it there, or name a registry before the @" ;;
  esac
  # Its progress would be a line for each percent.
  said=$(docker pull --quiet -- "$image" 2>&1) || {
    printf '%s\n' "$said"
    case $said in
      *unauthorized* | *denied* | *"no basic auth"*) todo="log in to the registry on the server with docker login" ;;
      *"no space left"*) todo="the disk is full: remove what is not used with docker system prune" ;;
      *"manifest unknown"* | *"not found"*) todo="the registry has no such image: correct its name or its digest" ;;
      *"verification failed"* | *digest*) todo="the registry sent something else: do not use it before you know why" ;;
      *refused* | *timeout* | *"no such host"* | *unreachable* | *EOF*)
        todo="the registry cannot be reached from the server: check its name and the way there" ;;
      *) todo="see the lines before this one" ;;
    esac
    fail "the image $image cannot be pulled: $todo"
  }
fi
