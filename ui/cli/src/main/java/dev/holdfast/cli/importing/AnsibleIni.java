package dev.holdfast.cli.importing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ansible's inventory in INI. */
public final class AnsibleIni {
  private static final Pattern SECTION =
      Pattern.compile("\\[([^:\\]\\s]+)(?::(\\w+))?]\\s*(?:#.*)?");
  private static final Pattern CHILD = Pattern.compile("([^:\\]\\s]+)\\s*(?:#.*)?");

  private AnsibleIni() {}

  public static Found parse(String text, SshClient client) {
    Inventory inventory = new Inventory(client);
    String group = "ungrouped";
    String kind = "hosts";
    int number = 0;
    for (String raw : text.lines().toList()) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      String where = "line " + number;
      try {
        Matcher section = SECTION.matcher(line);
        if (section.matches()) {
          group = section.group(1);
          kind = section.group(2) == null ? "hosts" : section.group(2);
          section(inventory, group, kind);
        } else if (line.startsWith("[") && line.endsWith("]")) {
          kind = "";
          throw new IllegalArgumentException("'" + line + "' is not a valid section");
        } else {
          entry(inventory, group, kind, line, where);
        }
      } catch (IllegalArgumentException e) {
        inventory.drop(where + ": " + e.getMessage());
      }
    }
    return inventory.found();
  }

  private static void section(Inventory inventory, String group, String kind) {
    switch (kind) {
      case "hosts", "children" -> inventory.declare(group);
      case "vars" -> {}
      default -> throw new IllegalArgumentException("a section of '" + kind + "' is not known");
    }
  }

  private static void entry(
      Inventory inventory, String group, String kind, String line, String where) {
    switch (kind) {
      case "hosts" -> host(inventory, group, line, where);
      case "children" -> {
        Matcher child = CHILD.matcher(line);
        if (!child.matches()) {
          throw new IllegalArgumentException("'" + line + "' is not the name of a group");
        }
        inventory.child(group, child.group(1), where);
      }
      case "vars" -> {
        int equals = line.indexOf('=');
        if (equals < 0) {
          throw new IllegalArgumentException("'" + line + "' is not NAME=VALUE");
        }
        inventory.variable(
            group,
            line.substring(0, equals).strip(),
            PythonLiteral.text(line.substring(equals + 1).strip()));
      }
      default ->
          throw new IllegalArgumentException("'" + line + "' is in a section that is not known");
    }
  }

  private static void host(Inventory inventory, String group, String line, String where) {
    List<String> words = ShellWords.split(line, true);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("names no host");
    }
    HostPattern hosts = HostPattern.parse(words.getFirst());
    Map<String, @Nullable String> variables = new LinkedHashMap<>();
    for (String word : words.subList(1, words.size())) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("'" + word + "' is not NAME=VALUE");
      }
      variables.put(word.substring(0, equals), PythonLiteral.text(word.substring(equals + 1)));
    }
    for (String name : hosts.names()) {
      inventory.host(group, name, hosts.port(), variables, where);
    }
  }
}
