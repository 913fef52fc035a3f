#!/bin/sh
# keep.sh RECORD PID COMMAND...: keeps the platform running: starts it again when it dies without having been told to.
# It is no JVM, so that what kills one does not kill it, and does nothing but wait.
#
# RECORD  where a platform that has been ready says so, with its process id
# PID     of a platform that runs already, or 0
#
# TERM ends both, USR1 ends a pause. Exits with the code of a platform that could not start in the first place.
record=$1 running=$2
shift 2
longest=60 healthy=60
child='' stopping='' wanted=''

stop() {
  stopping=yes
  wanted=yes
  [ -z "$child" ] || kill -TERM "$child" 2>/dev/null
}
trap stop TERM INT
trap 'wanted=yes' USR1
trap '' HUP

# Waits for a process that is not a child of this one.
while [ "$running" -gt 0 ] && kill -0 "$running" 2>/dev/null; do
  [ -z "$stopping" ] || kill -TERM "$running" 2>/dev/null
  sleep 1
done
[ -z "$stopping" ] || exit 143
was_ready=''
[ "$running" -eq 0 ] || was_ready=yes
pause=1
while :; do
  began=$(date +%s)
  "$@" &
  child=$!
  code=0
  wait "$child" || code=$?
  # A signal ends the wait, not the child.
  while kill -0 "$child" 2>/dev/null; do
    wait "$child" || code=$?
  done
  # Only what this one has written: a platform that was killed earlier has left its record.
  if grep -qsE "\"pid\" *: *$child(,|$)" "$record" && grep -qs readyAt "$record"; then
    was_ready=yes
  fi
  child=''
  [ -z "$stopping" ] || exit 143
  case $code in
    0 | 130 | 143) exit "$code" ;; # it was told to stop, or found that another one runs
  esac
  [ -n "$was_ready" ] || exit "$code"
  [ $(($(date +%s) - began)) -lt "$healthy" ] || pause=1
  echo "holdfast: the platform has ended with $code; starting it again in $pause s"
  wanted=''
  waited=0
  while [ "$waited" -lt "$pause" ] && [ -z "$wanted" ]; do
    sleep 1 &
    wait $!
    waited=$((waited + 1))
  done
  [ -z "$stopping" ] || exit 143
  pause=$((pause * 2))
  [ "$pause" -le "$longest" ] || pause=$longest
done
