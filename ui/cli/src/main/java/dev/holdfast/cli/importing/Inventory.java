package dev.holdfast.cli.importing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The hosts, groups and variables of an Ansible inventory, however they were written. */
final class Inventory {
  private static final Pattern JUMP =
      Pattern.compile("(?:-J\\s*|-o\\s*['\"]?ProxyJump[= ])([^\\s'\"]+)");
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._/-]{0,61}[A-Za-z0-9])?");
  private static final Set<String> BUILT_IN = Set.of("all", "ungrouped");

  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  private static final class Host {
    private final String where;
    private final Map<String, String> variables = new LinkedHashMap<>();

    Host(String where) {
      this.where = where;
    }
  }

  private static final class Group {
    private final Set<String> hosts = new LinkedHashSet<>();
    private final Set<String> children = new LinkedHashSet<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
  }

  void host(String group, String name, Map<String, String> variables, String where) {
    if (hosts.size() >= HostRange.MOST && !hosts.containsKey(name)) {
      throw new IllegalArgumentException("has more than " + HostRange.MOST + " hosts");
    }
    hosts.computeIfAbsent(name, _ -> new Host(where)).variables.putAll(variables);
    group(group).hosts.add(name);
  }

  void child(String parent, String child) {
    group(parent).children.add(child);
    group(child);
  }

  void variable(String group, String name, String value) {
    group(group).variables.put(name, value);
  }

  void note(String note) {
    notes.add(note);
  }

  private Group group(String name) {
    return groups.computeIfAbsent(name, _ -> new Group());
  }

  Found found() {
    List<FoundServer> servers = new ArrayList<>();
    hosts.forEach((name, host) -> servers.add(server(name, host)));
    return new Found(servers, notes);
  }

  private FoundServer server(String name, Host host) {
    Map<String, Integer> depths = new TreeMap<>();
    groups.forEach((group, content) -> {
      if (content.hosts.contains(name)) {
        climb(group, depths, new HashSet<>());
      }
    });
    // As Ansible merges: "all", then parents before children, in the order of names; the host last.
    Map<String, String> variables = new LinkedHashMap<>();
    if (groups.containsKey("all")) {
      variables.putAll(group("all").variables);
    }
    depths.entrySet().stream()
        .filter(group -> !group.getKey().equals("all"))
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(group -> variables.putAll(group(group.getKey()).variables));
    variables.putAll(host.variables);
    return server(name, host.where, variables, depths.keySet());
  }

  /** How far above the host each group is, for parents give way to children. */
  private void climb(String group, Map<String, Integer> depths, Set<String> below) {
    if (!below.add(group)) {
      return;
    }
    depths.merge(group, below.size(), Math::max);
    groups.forEach((parent, content) -> {
      if (content.children.contains(group)) {
        climb(parent, depths, below);
      }
    });
    below.remove(group);
  }

  private static FoundServer server(
      String name, String where, Map<String, String> variables, Set<String> groups) {
    Map<String, String> rest = new TreeMap<>(variables);
    List<String> obstacles = new ArrayList<>();
    @Nullable String address = first(rest, "ansible_host", "ansible_ssh_host");
    @Nullable String portText = first(rest, "ansible_port", "ansible_ssh_port");
    @Nullable String user = first(rest, "ansible_user", "ansible_ssh_user");
    @Nullable String key = first(rest, "ansible_ssh_private_key_file", "ansible_private_key_file");
    String connection = rest.getOrDefault("ansible_connection", "ssh");
    rest.remove("ansible_connection");
    if (!Set.of("ssh", "smart", "paramiko", "paramiko_ssh", "ansible.builtin.ssh")
        .contains(connection)) {
      obstacles.add("Ansible reaches it by '" + connection + "', not by SSH");
    }
    List<String> jumps = new ArrayList<>();
    for (String arguments : List.of("ansible_ssh_common_args", "ansible_ssh_extra_args")) {
      String text = rest.getOrDefault(arguments, "");
      Matcher jump = JUMP.matcher(text);
      if (jump.find()) {
        rest.remove(arguments);
        jumps.addAll(List.of(jump.group(1).split(",", -1)));
      } else if (text.contains("ProxyCommand")) {
        obstacles.add("it is reached by a ProxyCommand; only ProxyJump is imported");
      }
    }
    @Nullable Integer port = null;
    if (portText != null && portText.matches("\\d{1,5}")) {
      port = Integer.valueOf(portText);
    } else if (portText != null) {
      obstacles.add("its port '" + portText + "' is no number");
    }
    for (String value : new String[] {address, user, key}) {
      if (value != null && value.contains("{{")) {
        obstacles.add("'" + value + "' is a template, which only Ansible can fill in");
      }
    }
    Map<String, String> labels = new TreeMap<>();
    Set<String> ignored = new TreeSet<>(rest.keySet());
    for (String group : groups) {
      if (BUILT_IN.contains(group)) {
        continue;
      }
      if (LABEL.matcher(group).matches()) {
        labels.put(group, "true");
      } else {
        ignored.add("group " + group);
      }
    }
    return new FoundServer(
        name,
        where,
        address,
        port,
        user,
        key == null ? List.of() : List.of(key),
        null,
        jumps,
        null,
        labels,
        List.copyOf(ignored),
        obstacles.isEmpty() ? null : obstacles.getFirst());
  }

  private static @Nullable String first(Map<String, String> variables, String... names) {
    @Nullable String found = null;
    for (String name : names) {
      String value = variables.remove(name);
      found = found == null ? value : found;
    }
    return found;
  }
}
