package dev.holdfast.cli.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ansible's inventory in INI. */
public final class AnsibleIni {
  private static final Pattern SECTION = Pattern.compile("\\[([^\\]:]+)(?::(\\w+))?]\\s*([#;].*)?");

  private AnsibleIni() {}

  public static Found parse(String text) {
    Inventory inventory = new Inventory();
    String group = "ungrouped";
    String kind = "hosts";
    int number = 0;
    for (String raw : text.lines().toList()) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      Matcher section = SECTION.matcher(line);
      if (section.matches()) {
        group = section.group(1).strip();
        kind = section.group(2) == null ? "hosts" : section.group(2);
        if (!List.of("hosts", "children", "vars").contains(kind)) {
          inventory.note("line %d: a section of '%s' is not known".formatted(number, kind));
        }
        continue;
      }
      try {
        switch (kind) {
          case "hosts" -> host(inventory, group, line, number);
          case "children" -> inventory.child(group, words(line).getFirst());
          case "vars" -> variable(inventory, group, line);
          default -> {}
        }
      } catch (IllegalArgumentException e) {
        inventory.note("line %d: %s".formatted(number, e.getMessage()));
      }
    }
    return inventory.found();
  }

  private static void host(Inventory inventory, String group, String line, int number) {
    List<String> words = words(line);
    Map<String, String> variables = new LinkedHashMap<>();
    for (String word : words.subList(1, words.size())) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("'" + word + "' is no NAME=VALUE");
      }
      variables.put(word.substring(0, equals), word.substring(equals + 1));
    }
    String pattern = words.getFirst();
    // A port after the name, as in the days before ansible_port; a range has colons in brackets.
    Matcher port = Pattern.compile("([^:]*(?:\\[[^\\]]*][^:]*)*):(\\d{1,5})").matcher(pattern);
    if (port.matches()) {
      pattern = port.group(1);
      variables.putIfAbsent("ansible_port", port.group(2));
    }
    for (String name : HostRange.expand(pattern)) {
      inventory.host(group, name, variables, "line " + number);
    }
  }

  private static void variable(Inventory inventory, String group, String line) {
    int equals = line.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("is no NAME=VALUE");
    }
    List<String> value = words(line.substring(equals + 1).strip());
    String text = line.substring(equals + 1).strip();
    boolean quoted = text.startsWith("\"") || text.startsWith("'");
    inventory.variable(
        group,
        line.substring(0, equals).strip(),
        quoted && value.size() == 1 ? value.getFirst() : text);
  }

  /** Splits as a shell does, up to a comment. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean open = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        open = true;
      } else if (Character.isWhitespace(c)) {
        if (open) {
          words.add(word.toString());
          word.setLength(0);
        }
        open = false;
      } else if (c == '#' && !open) {
        break;
      } else {
        word.append(c);
        open = true;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("a quotation mark is not closed");
    }
    if (open) {
      words.add(word.toString());
    }
    if (words.isEmpty()) {
      throw new IllegalArgumentException("says nothing");
    }
    return words;
  }
}
