daemon=$(command -v sshd)
mkdir -p /run/sshd
"$daemon" -T -C user=root,host=localhost,addr=127.0.0.1,laddr=127.0.0.1,lport=22 2>/dev/null |
  sed -n 's/^hostkey //p' | while read -r path; do
  [ ! -f "$path" ] || public_of "$path"
done
