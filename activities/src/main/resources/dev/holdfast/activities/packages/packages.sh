# What the facts about packages and the change of them share. $wanted holds words: +NAME and +NAME=VERSION are
# to be installed, -NAME is not, and =NAME is only asked about.

word_name() { name=${1#?} && printf %s "${name%%=*}"; }
word_version() { case $1 in +*=*) printf %s "${1#*=}" ;; esac; }

status_of() { dpkg-query -W -f='${db:Status-Status}\n' -- "$1" 2>/dev/null | head -n 1; }

# version_of NAME: empty unless it is wholly installed
version_of() { dpkg-query -W -f='${db:Status-Status} ${Version}\n' -- "$1" 2>/dev/null | sed -n 's/^installed //p' | head -n 1; }

# Another package may be it: apt says so by having nothing to install.
provided() {
  [ -n "$(dpkg-query -W -f='${db:Status-Status} ${Provides}\n' | sed -n 's/^installed //p' | sed 's/([^)]*)//g' |
    tr ',' '\n' | tr -d ' ' | grep -Fx -- "$1")" ] && apt-cache -q policy -- "$1" | grep -q 'Candidate: (none)'
}

# offered NAME…: NAME VERSION of all that is in the package lists, the newest first
offered() { [ $# -eq 0 ] || apt-cache -q madison -- "$@" 2>/dev/null | sed -n 's/^ *\([^ |]*\) *| *\([^ |]*\) *|.* Packages$/\1 \2/p'; }

# open_words: the words that are not so yet
open_words() {
  for word in $wanted; do
    name=$(word_name "$word") version=$(word_version "$word")
    case $word in
      +*=*) [ "$(version_of "$name")" = "$version" ] || printf ' %s' "$word" ;;
      +*) [ -n "$(version_of "$name")" ] || provided "$name" || printf ' %s' "$word" ;;
      -*) case $(status_of "$name") in '' | not-installed | config-files) ;; *) printf ' %s' "$word" ;; esac ;;
    esac
  done
}

# not_offered WORD…: those that the package lists do not have
not_offered() {
  for word; do
    case $word in
      +*=*) offered "$(word_name "$word")" | grep -Fqx -- "$(word_name "$word") $(word_version "$word")" || printf ' %s' "$word" ;;
      +*) apt-cache -q policy -- "$(word_name "$word")" | grep -q 'Candidate: [^(]' || printf ' %s' "$word" ;;
    esac
  done
}

# apt_install OPTION… -- WORD…: one run for all that comes and all that goes
apt_install() {
  options=
  while [ "$1" != -- ]; do
    options="$options $1"
    shift
  done
  shift
  arguments=
  for word; do
    case $word in
      +*) arguments="$arguments ${word#+}" ;;
      -*) arguments="$arguments ${word#-}-" ;;
    esac
  done
  # Nothing goes that nobody has named and nothing needs to go for.
  apt-get -o APT::Get::AutomaticRemove=false $options install $arguments
}

# simulated WORD…: what apt would do, one line for each package: NAME FROM TO, with - for none
simulated() {
  said=$(apt_install -qs --allow-downgrades --allow-remove-essential --allow-change-held-packages -- "$@" 2>&1) || {
    printf '%s\n' "$said" >&2
    return 1
  }
  printf '%s\n' "$said" | sed -n \
    -e 's/^Inst \([^ ]*\) \[\([^]]*\)\] (\([^ )]*\).*/\1 \2 \3/p' \
    -e 's/^Inst \([^ ]*\) (\([^ )]*\).*/\1 - \2/p' \
    -e 's/^\(Remv\|Purg\) \([^ ]*\) \[\([^]]*\)\].*/\2 \3 -/p'
}

# owners PATTERN…: the packages that have these files
owners() { dpkg-query -S -- "$@" 2>/dev/null | sed -e '/^diversion /d' -e 's/: .*//' | tr ',' '\n' | sed -e 's/^ *//' -e 's/:.*//'; }

# needed_packages LOGIN: without which the server does not run, or nobody gets in
needed_packages() {
  {
    set -f
    dpkg-query -W -f='${Package} ${Essential} ${Protected} ${Important}\n' | sed -n 's/^\([^ ]*\) .*yes.*/\1/p'
    printf '%s\n' openssh-server sudo login passwd libpam-modules libpam-runtime "linux-image-$(uname -r)"
    owners $(needed_files "$1")
    ! pgrep -x dhclient >/dev/null 2>&1 || echo isc-dhcp-client
  } | grep . | sort -u
}

# needed_of NAME…: those of them that are needed, asked for login $login
needed_of() { [ $# -eq 0 ] || printf '%s\n' "$@" | sed 's/:.*//' | sort -u | grep -Fx -e "$(needed_packages "$login")" | tr '\n' ' '; }
