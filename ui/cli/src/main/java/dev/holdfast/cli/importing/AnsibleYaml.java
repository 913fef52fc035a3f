package dev.holdfast.cli.importing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ansible's inventory in YAML. */
public final class AnsibleYaml {
  private static final int DEEPEST = 50;

  private AnsibleYaml() {}

  /**
   * @throws IllegalArgumentException if it is not YAML, or not an inventory, with the line
   */
  public static Found parse(String text, SshClient client) {
    Inventory inventory = new Inventory(client);
    Object document = YamlTree.read(text, inventory::note);
    if (!(document instanceof Map<?, ?> groups) || groups.isEmpty()) {
      throw new IllegalArgumentException("is not an inventory: it holds no groups");
    }
    if (groups.get("plugin") instanceof String plugin) {
      throw new IllegalArgumentException(
          "asks Ansible's plugin '%s' for the hosts; plugins are not run".formatted(plugin));
    }
    groups.forEach((name, group) -> group(inventory, String.valueOf(name), group, 0));
    return inventory.found();
  }

  private static void group(Inventory inventory, String name, @Nullable Object content, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("has groups in groups without end");
    }
    if (content != null && !(content instanceof Map)) {
      // Ansible warns, and leaves it out too.
      inventory.note("group '%s': is not a map of hosts, vars and children".formatted(name));
      return;
    }
    inventory.declare(name);
    if (content == null) {
      return;
    }
    ((Map<?, ?>) content)
        .forEach((key, value) -> {
          switch (String.valueOf(key)) {
            case "hosts" ->
                entries(inventory, name, "hosts", value)
                    .forEach((pattern, values) -> hosts(inventory, name, pattern, values));
            case "vars" ->
                entries(inventory, name, "vars", value)
                    .forEach((variable, text) ->
                        inventory.variable(name, String.valueOf(variable), text(text)));
            case "children" ->
                entries(inventory, name, "children", value)
                    .forEach((child, inner) -> {
                      group(inventory, String.valueOf(child), inner, depth + 1);
                      inventory.child(name, String.valueOf(child), "group '" + name + "'");
                    });
            default -> inventory.note("group '%s': '%s' is not known".formatted(name, key));
          }
        });
  }

  private static void hosts(
      Inventory inventory, String group, @Nullable Object pattern, @Nullable Object content) {
    try {
      if (!(pattern instanceof String text)) {
        throw new IllegalArgumentException("host " + pattern + " is not text; put it in quotes");
      }
      HostPattern hosts = HostPattern.parse(text);
      for (String name : hosts.names()) {
        inventory.host(group, name, hosts.port(), variables(text, content), "group " + group);
      }
    } catch (IllegalArgumentException e) {
      inventory.drop("group '%s': %s".formatted(group, e.getMessage()));
    }
  }

  private static Map<String, @Nullable String> variables(String host, @Nullable Object content) {
    Map<String, @Nullable String> variables = new LinkedHashMap<>();
    if (content instanceof Map<?, ?> map) {
      map.forEach((key, value) -> variables.put(String.valueOf(key), text(value)));
    } else if (content != null && !"".equals(content)) {
      throw new IllegalArgumentException("host '" + host + "' is not a map of variables");
    }
    return variables;
  }

  private static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Boolean yes -> yes ? "True" : "False";
      default -> value.toString();
    };
  }

  private static Map<?, ?> entries(
      Inventory inventory, String group, String part, @Nullable Object content) {
    return switch (content) {
      case null -> Map.of();
      case Map<?, ?> map -> map;
      case String one -> Collections.singletonMap(one, null);
      default -> {
        inventory.drop("group '%s': %s is not a map".formatted(group, part));
        yield Map.of();
      }
    };
  }
}
