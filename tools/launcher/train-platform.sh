#!/usr/bin/env bash
# train-platform.sh ROOT BUILD: makes the AOT caches of a build's platform, beside the one that has just been started.
set -euo pipefail
root="$1" app="$2"
built="$root/.holdfast"
. "$root/tools/launcher/application.sh"

# One at a time, and only once for each build.
exec 7>"$built/training.lock"
flock -n 7 || exit 0
[[ ! -e "$app/platform.aot" ]] || exit 0

# The start that is under way comes first.
sleep 20
trap 'rm -rf "$app/training" "$app/training.options"' EXIT
# A rehearsal has keys of its own, and asks no service for them.
unset "${!HOLDFAST_KEK@}"
renice -n 19 $$ >/dev/null
train_platform "$app" 7>&- || : >"$app/platform.aot"
