package dev.holdfast.cli.importing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The hosts, groups and variables of an Ansible inventory, however they were written. */
final class Inventory {
  private static final String ALL = "all";
  private static final String UNGROUPED = "ungrouped";
  private static final Set<String> BUILT_IN = Set.of(ALL, UNGROUPED);
  private static final String PRIORITY = "ansible_group_priority";

  private final SshClient client;
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Map<String, String> childLines = new LinkedHashMap<>();
  private final Map<String, Map<String, @Nullable String>> variables = new LinkedHashMap<>();
  private final List<String> dropped = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Inventory(SshClient client) {
    this.client = client;
    group(ALL);
    group(UNGROUPED);
  }

  private record Host(String where, Map<String, @Nullable String> variables) {}

  private record Group(Set<String> hosts, Set<String> children) {}

  /**
   * Adds a host to a group.
   *
   * @param port counts only where the host is named for the first time
   */
  void host(
      String group,
      String name,
      @Nullable String port,
      Map<String, @Nullable String> values,
      String where) {
    Host host = hosts.get(name);
    if (host == null) {
      if (hosts.size() >= HostRange.MOST) {
        throw new IllegalArgumentException("has more than " + HostRange.MOST + " hosts");
      }
      host = new Host(where, new LinkedHashMap<>());
      hosts.put(name, host);
      if (port != null) {
        host.variables.put("ansible_port", port);
      }
    }
    host.variables.putAll(values);
    group(group).hosts.add(name);
  }

  /** Declares a group. */
  void declare(String name) {
    group(name);
  }

  private Group group(String name) {
    return groups.computeIfAbsent(
        name, _ -> new Group(new LinkedHashSet<>(), new LinkedHashSet<>()));
  }

  /** Names a group as the child of another; whether there is one is seen at the end. */
  void child(String parent, String child, String where) {
    group(parent).children.add(child);
    childLines.putIfAbsent(child, where);
  }

  /** Sets a variable of a group; whether there is one is seen at the end. */
  void variable(String group, String name, @Nullable String value) {
    variables.computeIfAbsent(group, _ -> new LinkedHashMap<>()).put(name, value);
  }

  void drop(String what) {
    dropped.add(what);
  }

  void note(String what) {
    notes.add(what);
  }

  Found found() {
    childLines.forEach((child, where) -> {
      if (!groups.containsKey(child)) {
        drop("%s: there is no group '%s'".formatted(where, child));
        groups.values().forEach(group -> group.children.remove(child));
      }
    });
    variables.keySet().stream()
        .filter(group -> !groups.containsKey(group))
        .forEach(
            group -> drop("the variables of group '%s': there is no such group".formatted(group)));
    Map<String, Integer> depths = depths();
    List<FoundServer> servers = new ArrayList<>();
    hosts.forEach((name, host) -> {
      Map<String, @Nullable String> values = new LinkedHashMap<>();
      Set<String> of = groupsOf(name);
      of.stream()
          .sorted(
              Comparator.<String>comparingInt(depths::get)
                  .thenComparingInt(this::priority)
                  .thenComparing(Comparator.naturalOrder()))
          .forEach(group -> values.putAll(variables.getOrDefault(group, Map.of())));
      values.remove(PRIORITY);
      values.putAll(host.variables);
      List<String> labels = of.stream().filter(group -> !BUILT_IN.contains(group)).toList();
      servers.add(AnsibleHost.read(name, host.where, values, labels, client));
    });
    return new Found(servers, dropped, notes);
  }

  private int priority(String group) {
    String text = variables.getOrDefault(group, Map.of()).get(PRIORITY);
    return text != null && text.matches("-?\\d{1,9}") ? Integer.parseInt(text) : 1;
  }

  /** How far below {@code all} each group is, on the longest way. */
  private Map<String, Integer> depths() {
    Map<String, Integer> depths = new LinkedHashMap<>();
    groups.keySet().forEach(group -> depths.put(group, group.equals(ALL) ? 0 : 1));
    for (String group : List.copyOf(groups.keySet())) {
      sink(group, depths, new ArrayList<>());
    }
    return depths;
  }

  private void sink(String name, Map<String, Integer> depths, List<String> way) {
    way.add(name);
    Group group = group(name);
    for (String child : List.copyOf(group.children)) {
      if (way.contains(child)) {
        drop("group '%s': is in itself, by way of '%s'".formatted(child, name));
        group.children.remove(child);
      } else if (depths.getOrDefault(child, 0) <= depths.getOrDefault(name, 0)) {
        depths.put(child, depths.getOrDefault(name, 0) + 1);
        sink(child, depths, way);
      }
    }
    way.removeLast();
  }

  /** The groups that a host is in, through others too. */
  private Set<String> groupsOf(String host) {
    Set<String> of = new LinkedHashSet<>();
    groups.forEach((name, group) -> {
      if (group.hosts.contains(host)) {
        addWithParents(name, of);
      }
    });
    of.add(ALL);
    if (BUILT_IN.containsAll(of)) {
      of.add(UNGROUPED);
    } else {
      of.remove(UNGROUPED);
    }
    return of;
  }

  private void addWithParents(String name, Set<String> all) {
    if (all.add(name)) {
      groups.forEach((parent, group) -> {
        if (group.children.contains(name)) {
          addWithParents(parent, all);
        }
      });
    }
  }
}
