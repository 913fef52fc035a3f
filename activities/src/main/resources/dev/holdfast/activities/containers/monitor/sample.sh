# Answers requests on standard input until it ends, so that nothing stays when whoever asks is gone. A request is a line
# "ID PID" for each container, with "host" behind it where that has the network of the server, and then "sample"; the answer is a line for each with its figures, and the connections that were
# begun, if these are recorded.
# An answer ends with a line "done". `base` is before /proc and /sys: empty on a server.
table=holdfast_monitor

# One program for all containers: it opens files, and starts nothing.
measure='
function line(file,   text) { text = ""; if ((getline text < file) < 0) text = ""; close(file); return text }
function field(file, name,   text, words, found) {
  found = "-"
  while ((getline text < file) > 0) { split(text, words, " "); if (words[1] == name) { found = words[2]; break } }
  close(file); return found
}
function count(file,   text, n) { n = 0; while ((getline text < file) > 0) n++; close(file); return n }
function number(text) { return text ~ /^[0-9]+$/ ? text : "-" }
# Where a group is: below the mount of its hierarchy, of which the root may itself be a group.
function place(hierarchy, path) {
  if (!(hierarchy in mount)) return ""
  if (root[hierarchy] != "/" && index(path, root[hierarchy] "/") == 1) path = substr(path, length(root[hierarchy]) + 1)
  return base mount[hierarchy] path
}
function mounts(   text, file, w, n, i, dash, options, names, k) {
  file = base "/proc/self/mountinfo"
  while ((getline text < file) > 0) {
    n = split(text, w, " ")
    for (dash = 7; dash < n && w[dash] != "-"; dash++) ;
    if (w[dash + 1] == "cgroup2") { if (!("" in mount)) { mount[""] = w[5]; root[""] = w[4] } }
    else if (w[dash + 1] == "cgroup") {
      k = split(w[dash + 3], names, ",")
      for (i = 1; i <= k; i++) if (!(names[i] in mount)) { mount[names[i]] = w[5]; root[names[i]] = w[4] }
    }
  }
  close(file)
}
# Open ones: not those that listen, and not those that are over.
function connections(file,   text, w, n) {
  n = 0
  while ((getline text < file) > 0) { split(text, w, " "); if (w[4] ~ /^0[1234589B]$/) n++ }
  close(file); return n
}
# In the network of the server a connection is of the container whose processes have its socket open. This starts a program.
function owned(group, pid,   text, from, n, find) {
  delete socket; n = 1; from = base "/proc/" pid "/fd"
  while (n++ < 500 && (getline text < (group "/cgroup.procs")) > 0) if (text != pid) from = from " " base "/proc/" text "/fd"
  close(group "/cgroup.procs")
  find = "find " from " -lname socket:\\* -printf %l\\\\n 2>/dev/null"
  while ((find | getline text) > 0) { gsub(/[^0-9]/, "", text); socket[text] = 1 }
  close(find)
}
function listening(file,   text, w, at) {
  while ((getline text < file) > 0) { split(text, w, " "); if (w[4] == "0A") { split(w[2], at, ":"); port[at[2]] = 1 } }
  close(file)
}
# How many are open; of those that it has begun itself, to where.
function begun(file, protocol, id,   text, w, at, n) {
  n = 0
  while ((getline text < file) > 0) {
    split(text, w, " ")
    if (!(w[10] in socket) || w[4] !~ /^0[1234589B]$/) continue
    n++
    split(w[2], at, ":")
    if (at[2] in port || (w[4] != "01" && w[4] != "02") || (w[3] in told)) continue
    told[w[3]] = 1
    print "to " id " " protocol " " w[3]
  }
  close(file); return n
}
function inherited(id, pid, group, net,   n) {
  delete port; owned(group, pid); listening(net "tcp"); listening(net "tcp6")
  delete told; n = begun(net "tcp", "tcp", id) + begun(net "tcp6", "tcp", id)
  delete told; delete port; begun(net "udp", "udp", id); begun(net "udp6", "udp", id)
  return n
}
function traffic(file,   text, w) {
  received = 0; sent = 0
  while ((getline text < file) > 0) {
    if (text !~ /:/) continue
    sub(/^ */, "", text); sub(/:/, " ", text); split(text, w, " ")
    if (w[1] != "lo") { received += w[2]; sent += w[10] }
  }
  close(file)
}
function age(pid,   text, w) {
  text = line(base "/proc/" pid "/stat"); sub(/^.*\) /, "", text); split(text, w, " ")
  return uptime - w[20] / 100
}
BEGIN {
  mounts()
  split(line(base "/proc/uptime"), up, " "); uptime = up[1]
  memtotal = field(base "/proc/meminfo", "MemTotal:")
  printf "server %s %s %.0f\n", uptime, cpus, memtotal * 1024
}
{
  id = $1; pid = $2; delete path; own = 0
  file = base "/proc/" pid "/cgroup"
  while ((getline text < file) > 0) {
    if (index(text, id)) own = 1
    first = index(text, ":"); rest = substr(text, first + 1); second = index(rest, ":")
    k = split(substr(rest, 1, second - 1), names, ",")
    if (k == 0) { k = 1; names[1] = "" }
    for (i = 1; i <= k; i++) path[names[i]] = substr(rest, second + 1)
  }
  close(file)
  # Another process may have got its number since.
  if (!own) { print "gone " id; next }
  if (("memory" in path) && ("memory" in mount)) {
    group = place("cpuacct", path["cpuacct"]); used = number(line(group "/cpuacct.usage"))
    group = place("cpu", path["cpu"]); quota = line(group "/cpu.cfs_quota_us"); period = line(group "/cpu.cfs_period_us")
    group = place("memory", path["memory"]); memory = number(line(group "/memory.usage_in_bytes"))
    idle = field(group "/memory.stat", "total_inactive_file"); most = line(group "/memory.limit_in_bytes")
    group = ("pids" in path) ? place("pids", path["pids"]) : group
  } else {
    group = place("", path[""]); used = field(group "/cpu.stat", "usage_usec"); if (used != "-") used = sprintf("%.0f", used * 1000)
    split(line(group "/cpu.max"), cpu, " "); quota = cpu[1]; period = cpu[2]
    memory = number(line(group "/memory.current")); idle = field(group "/memory.stat", "inactive_file"); most = line(group "/memory.max")
  }
  processes = count(group "/cgroup.procs")
  # Where it has groups of its own below this one, their processes are not listed here.
  if (processes == 0) processes = number(line(group "/pids.current"))
  net = base "/proc/" pid "/net/"
  traffic(net "dev")
  printf "container %s %s %s %s %s %s %s %s %d %.0f %.0f %.1f\n", id, used, (quota ~ /^[0-9]+$/ ? quota : "-"), number(period), memory, idle,
    number(most), processes, ($3 == "host" ? inherited(id, pid, group, net) : connections(net "tcp") + connections(net "tcp6")),
    received, sent, age(pid)
}'

# In a table of our own, which changes nothing: it only remembers who has begun a connection to where, for as long as two samples.
record() {
  command -v nft >/dev/null || { why="there is no nft on the server"; return; }
  said=$(nft -f - 2>&1 <<END
add table inet $table
add set inet $table seen4 { type ipv4_addr . ipv4_addr . inet_proto . inet_service; size 4096; flags dynamic,timeout; timeout 30s; }
add set inet $table seen6 { type ipv6_addr . ipv6_addr . inet_proto . inet_service; size 4096; flags dynamic,timeout; timeout 30s; }
add chain inet $table forward { type filter hook forward priority -20; }
add chain inet $table input { type filter hook input priority -20; }
flush chain inet $table forward
flush chain inet $table input
add rule inet $table forward meta iifkind "bridge" ct state new meta l4proto { tcp, udp } update @seen4 { ip saddr . ip daddr . meta l4proto . th dport }
add rule inet $table forward meta iifkind "bridge" ct state new meta l4proto { tcp, udp } update @seen6 { ip6 saddr . ip6 daddr . meta l4proto . th dport }
add rule inet $table input meta iifkind "bridge" ct state new meta l4proto { tcp, udp } update @seen4 { ip saddr . ip daddr . meta l4proto . th dport }
add rule inet $table input meta iifkind "bridge" ct state new meta l4proto { tcp, udp } update @seen6 { ip6 saddr . ip6 daddr . meta l4proto . th dport }
END
  ) && recording=yes || why="nft refuses: $(echo "$said" | head -n 1)"
}
seen() {
  [ -n "$recording" ] || { echo "no-connections $why"; return; }
  echo connections
  # Somebody may have removed it.
  nft list table inet $table 2>/dev/null || record
}

serve() {
  recording='' why=''
  cpus=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
  [ -n "$base" ] || record
  echo ready
  request=
  while read -r id pid network; do
    case $id in
      sample)
        printf '%s' "$request" | awk -v base="$base" -v cpus="$cpus" "$measure"
        seen
        echo done
        request=
        ;;
      *)
        request="$request$id $pid $network
"
        ;;
    esac
  done
}
serve
