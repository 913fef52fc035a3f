# To what was there before the change. $1 is boot where nothing runs yet. An engine that was not restarted has nothing of
# the change but live-restore.
if [ "$1" = boot ]; then
  put "$content"
elif systemctl is-active --quiet docker.service && [ "$(engine_pid)" = "$was" ] &&
  [ -z "$(systemctl show -p Job --value docker.service | tr -d 0)" ]; then
  [ -z "$settled" ] || keeps false || told "$settled" false || broken 'does not give up live-restore'
  put "$content"
  [ "$content" = - ] || touch -d "@$at" -- "$file"
else
  started_with_it
fi
