package dev.holdfast.cli.importing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Ansible's inventory in YAML. */
public final class AnsibleYaml {
  private static final int DEEPEST = 50;
  private static final String VAULT = "{{ encrypted by ansible-vault }}";

  private AnsibleYaml() {}

  /**
   * @throws IllegalArgumentException if it is no YAML, or no inventory, with the line
   */
  public static Found parse(String text) {
    Object document = load(text);
    if (!(document instanceof Map<?, ?> groups)) {
      throw new IllegalArgumentException("is no inventory: it holds no groups");
    }
    Inventory inventory = new Inventory();
    groups.forEach((name, group) -> group(inventory, String.valueOf(name), group, 0));
    return inventory.found();
  }

  private static @Nullable Object load(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setTagConstructors(
                Map.of(
                    new Tag("!vault"), (Constant) _ -> VAULT,
                    new Tag("!unsafe"), (Constant) node -> ((ScalarNode) node).getValue()))
            .setMaxAliasesForCollections(50)
            .build();
    try {
      return new Load(settings).loadFromString(text);
    } catch (MarkedYamlEngineException e) {
      String where = e.getProblemMark().map(mark -> " in line " + (mark.getLine() + 1)).orElse("");
      throw new IllegalArgumentException("is no YAML%s: %s".formatted(where, e.getProblem()), e);
    } catch (YamlEngineException | ClassCastException e) {
      throw new IllegalArgumentException("is no YAML: " + e.getMessage(), e);
    }
  }

  private static void group(Inventory inventory, String name, @Nullable Object content, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("has groups in groups without end");
    }
    if (content == null) {
      return;
    }
    if (!(content instanceof Map<?, ?> parts)) {
      inventory.note("group '%s': is no map of hosts, vars and children".formatted(name));
      return;
    }
    parts.forEach((key, value) -> {
      switch (String.valueOf(key)) {
        case "hosts" ->
            each(
                inventory,
                name,
                "hosts",
                value,
                (host, variables) -> hosts(inventory, name, host, variables));
        case "vars" ->
            each(
                inventory,
                name,
                "vars",
                value,
                (variable, text) -> inventory.variable(name, variable, String.valueOf(text)));
        case "children" ->
            each(
                inventory,
                name,
                "children",
                value,
                (child, inner) -> {
                  inventory.child(name, child);
                  group(inventory, child, inner, depth + 1);
                });
        default -> inventory.note("group '%s': '%s' is not known".formatted(name, key));
      }
    });
  }

  private static void hosts(
      Inventory inventory, String group, String pattern, @Nullable Object content) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (content instanceof Map<?, ?> map) {
      map.forEach((key, value) -> variables.put(String.valueOf(key), String.valueOf(value)));
    }
    try {
      for (String name : HostRange.expand(pattern)) {
        inventory.host(group, name, variables, "group " + group);
      }
    } catch (IllegalArgumentException e) {
      inventory.note("group '%s': %s".formatted(group, e.getMessage()));
    }
  }

  private static void each(
      Inventory inventory, String group, String part, @Nullable Object content, Visitor visitor) {
    if (content instanceof Map<?, ?> map) {
      map.forEach((key, value) -> visitor.visit(String.valueOf(key), value));
    } else if (content != null) {
      inventory.note("group '%s': %s is no map".formatted(group, part));
    }
  }

  @FunctionalInterface
  private interface Visitor {
    void visit(String key, @Nullable Object value);
  }

  /** A value of a tag of Ansible's own. */
  @FunctionalInterface
  private interface Constant extends ConstructNode {
    Object value(Node node);

    @Override
    default Object construct(Node node) {
      return value(node);
    }
  }
}
