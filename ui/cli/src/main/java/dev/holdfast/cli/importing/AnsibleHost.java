package dev.holdfast.cli.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A host of an inventory, as Ansible calls ssh for it. */
final class AnsibleHost {
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._/-]{0,61}[A-Za-z0-9])?");
  private static final Set<String> BY_SSH =
      Set.of(
          "ssh",
          "smart",
          "paramiko",
          "paramiko_ssh",
          "ansible.builtin.ssh",
          "ansible.builtin.paramiko_ssh");
  private static final Map<Character, String> LETTERS =
      Map.of('o', "", 'J', "proxyjump", 'i', "identityfile", 'l', "user", 'p', "port");
  private static final String WITHOUT_ARGUMENT = "46AaCfGgKkMNnqsTtVvXxYy";

  private final String where;
  private final Map<String, @Nullable String> left;
  private final List<String> obstacles = new ArrayList<>();
  private final List<SshConfigLine> options = new ArrayList<>();
  private final Set<String> ignored = new TreeSet<>();

  private AnsibleHost(String where, Map<String, @Nullable String> variables) {
    this.where = where;
    this.left = new LinkedHashMap<>(variables);
  }

  static FoundServer read(
      String name,
      String where,
      Map<String, @Nullable String> variables,
      List<String> groups,
      SshClient client) {
    AnsibleHost host = new AnsibleHost(where, variables);
    String connection = host.last("ansible_connection");
    if (connection != null && !BY_SSH.contains(connection)) {
      host.obstacles.add("Ansible reaches it by '" + connection + "', not by SSH");
    }
    String address = host.last("ansible_host", "ansible_ssh_host");
    host.option("port", host.last("ansible_port", "ansible_ssh_port"));
    host.option(
        "identityfile", host.last("ansible_private_key_file", "ansible_ssh_private_key_file"));
    host.option("user", host.last("ansible_user", "ansible_ssh_user"));
    for (String arguments :
        List.of("ansible_ssh_args", "ansible_ssh_common_args", "ansible_ssh_extra_args")) {
      String text = host.last(arguments);
      if (text != null) {
        host.arguments(arguments, text);
      }
    }
    SshConfigFile file = new SshConfigFile(host.options, Map.of());
    FoundServer read = SshHost.read(file, address == null ? name : address, where, client);
    if (read.obstacle() != null) {
      host.obstacles.add(read.obstacle());
    }
    return host.complete(read, name, groups);
  }

  private FoundServer complete(FoundServer read, String name, List<String> groups) {
    Map<String, String> labels = new TreeMap<>();
    for (String group : groups) {
      if (LABEL.matcher(group).matches()) {
        labels.put(group, "true");
      } else {
        ignored.add("group " + group);
      }
    }
    ignored.addAll(left.keySet());
    ignored.addAll(read.ignored());
    return new FoundServer(
        name,
        where,
        read.address(),
        read.port(),
        read.user(),
        read.keyFiles(),
        read.certificateFile(),
        read.jumps(),
        read.knownAs(),
        read.knownHostsFiles(),
        labels,
        List.copyOf(ignored),
        obstacles.isEmpty() ? null : obstacles.getFirst());
  }

  /** The value of the last of these variables that has one: that one counts for Ansible. */
  private @Nullable String last(String... names) {
    @Nullable String value = null;
    for (String name : names) {
      String found = left.remove(name);
      value = found == null ? value : found;
    }
    if (value != null && (value.contains("{{") || value.contains("{%"))) {
      obstacles.add("'" + value + "' is a template, which only Ansible can fill in");
      return null;
    }
    return value;
  }

  private void option(String keyword, @Nullable String value) {
    if (value != null) {
      options.add(new SshConfigLine(where, keyword, value, List.of(value), null));
    }
  }

  /** What the arguments of ssh say; the names of those that are not imported are kept. */
  private void arguments(String variable, String text) {
    List<String> words;
    try {
      words = ShellWords.split(text, false);
    } catch (IllegalArgumentException e) {
      obstacles.add(variable + ": " + e.getMessage());
      return;
    }
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.length() < 2 || word.charAt(0) != '-') {
        ignored.add(variable + " " + word);
        continue;
      }
      char letter = word.charAt(1);
      if (WITHOUT_ARGUMENT.indexOf(letter) >= 0) {
        ignored.add(variable + " " + word);
        continue;
      }
      String argument =
          word.length() > 2 ? word.substring(2) : ++i < words.size() ? words.get(i) : "";
      String keyword = LETTERS.get(letter);
      if (keyword == null) {
        ignored.add(variable + " -" + letter);
      } else if (!keyword.isEmpty()) {
        option(keyword, argument);
      } else {
        SshConfigLine line = SshConfigLine.parse(argument, variable);
        if (line != null) {
          options.add(line);
        }
      }
    }
  }
}
