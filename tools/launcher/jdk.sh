# Finds a JDK that is new enough, without starting one: it reads the `release` file of each candidate.

required_java=25

# java_feature_release HOME: prints the feature release of the JDK there, fails if there is none.
java_feature_release() {
  local line version
  [[ -x "$1/bin/javac" && -x "$1/bin/java" && -r "$1/release" ]] || return 1
  while IFS= read -r line; do
    if [[ "$line" == JAVA_VERSION=* ]]; then
      version="${line#*=}"
      version="${version//\"/}"
      version="${version%%[!0-9]*}"
      [[ -n "$version" ]] || return 1
      printf '%s' "$version"
      return 0
    fi
  done <"$1/release"
  return 1
}

# jdk_candidates: prints the places to look at, one a line, those that a person chose first.
jdk_candidates() {
  local program directory
  [[ -z "${JAVA_HOME:-}" ]] || printf '%s\n' "$JAVA_HOME"
  if program="$(type -P javac)"; then
    [[ -L "$program" ]] && program="$(readlink -f "$program")"
    directory="${program%/bin/javac}"
    printf '%s\n' "$directory"
  fi
  local root="${HOLDFAST_JDK_ROOT:-}"
  for directory in "$root"/usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    "$root"/opt/* "$root"/opt/*/Contents/Home "$root"/usr/local/* \
    "$root"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [[ -d "$directory/bin" ]] && printf '%s\n' "$directory"
  done
  if [[ -z "$root" && -x /usr/libexec/java_home ]]; then
    /usr/libexec/java_home -v "$required_java+" 2>/dev/null || true
  fi
}

# find_jdk: prints the home of the first JDK that is new enough, fails if there is none.
find_jdk() {
  local candidate release
  while IFS= read -r candidate; do
    if release="$(java_feature_release "$candidate")" && ((release >= required_java)); then
      printf '%s' "$candidate"
      return 0
    fi
  done < <(jdk_candidates)
  return 1
}

no_jdk_message() {
  printf '%s\n' \
    "holdfast: there is no JDK $required_java or newer in JAVA_HOME, on the PATH, in /usr/lib/jvm, ~/.sdkman, ~/.jdks or /opt." \
    "Install one, then run this again:" \
    "  Debian, Ubuntu   apt install openjdk-$required_java-jdk-headless, or Temurin: https://adoptium.net/installation" \
    "  anywhere         https://adoptium.net/temurin/releases?version=$required_java unpacked into /opt or ~/.jdks"
}
