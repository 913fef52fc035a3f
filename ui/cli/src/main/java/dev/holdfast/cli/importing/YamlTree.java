package dev.holdfast.cli.importing;

import dev.holdfast.cli.YamlFault;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML document as PyYAML reads it: version 1.1 with merge keys, and of a key that stands twice
 * the last one.
 */
final class YamlTree {
  private static final String VAULT = "{{ encrypted by ansible-vault }}";
  private static final Set<String> VAULT_TAGS = Set.of("!vault", "!vault-encrypted");
  private static final Set<String> TAGS =
      Set.of(
          Tag.MAP.getValue(),
          Tag.SEQ.getValue(),
          Tag.STR.getValue(),
          Tag.INT.getValue(),
          Tag.FLOAT.getValue(),
          Tag.BOOL.getValue(),
          Tag.NULL.getValue(),
          "!unsafe",
          "!vault",
          "!vault-encrypted");
  private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
  private static final Pattern TRUE = Pattern.compile("yes|Yes|YES|true|True|TRUE|on|On|ON");
  private static final Pattern FALSE = Pattern.compile("no|No|NO|false|False|FALSE|off|Off|OFF");
  private static final Pattern INTEGER =
      Pattern.compile(
          "[-+]?(0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(:[0-5]?[0-9])+)");

  private final Consumer<String> notes;
  private final IdentityHashMap<Node, Object> done = new IdentityHashMap<>();
  private final IdentityHashMap<Node, Boolean> under = new IdentityHashMap<>();

  private YamlTree(Consumer<String> notes) {
    this.notes = notes;
  }

  /**
   * The document as maps, lists, strings, whole numbers, booleans and null.
   *
   * @param notes is told of keys that stand twice
   * @throws IllegalArgumentException if it is not YAML, with the line
   */
  static @Nullable Object read(String text, Consumer<String> notes) {
    LoadSettings settings =
        LoadSettings.builder().setMaxAliasesForCollections(Integer.MAX_VALUE).build();
    try {
      return new Compose(settings)
          .composeString(text)
          .map(node -> new YamlTree(notes).value(node))
          .orElse(null);
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException(YamlFault.words(e), e);
    }
  }

  private @Nullable Object value(Node node) {
    if (!TAGS.contains(node.getTag().getValue())) {
      throw new IllegalArgumentException(
          "is not valid YAML in %s: the tag %s is not known"
              .formatted(line(node), node.getTag().getValue()));
    }
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar);
    }
    Object before = done.get(node);
    if (before != null) {
      return before;
    }
    if (under.put(node, true) != null) {
      throw new IllegalArgumentException("is not valid YAML: " + line(node) + " contains itself");
    }
    Object value =
        switch (node) {
          case MappingNode mapping -> map(mapping);
          case SequenceNode sequence -> list(sequence);
          default -> throw new IllegalArgumentException("is not valid YAML in " + line(node));
        };
    under.remove(node);
    done.put(node, value);
    return value;
  }

  private List<@Nullable Object> list(SequenceNode sequence) {
    List<@Nullable Object> list = new ArrayList<>();
    sequence.getValue().forEach(item -> list.add(value(item)));
    return list;
  }

  private Map<@Nullable Object, @Nullable Object> map(MappingNode mapping) {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (NodeTuple pair : mapping.getValue()) {
      if (isMerge(pair.getKeyNode())) {
        merge(map, pair.getValueNode());
      }
    }
    Set<@Nullable Object> own = new HashSet<>();
    for (NodeTuple pair : mapping.getValue()) {
      if (!isMerge(pair.getKeyNode())) {
        Object key = value(pair.getKeyNode());
        if (!own.add(key)) {
          notes.accept(
              "%s: '%s' stands twice; the last one counts".formatted(line(pair.getKeyNode()), key));
        }
        map.put(key, value(pair.getValueNode()));
      }
    }
    return map;
  }

  /** Of several maps the first one counts; what the mapping itself says comes later. */
  private void merge(Map<@Nullable Object, @Nullable Object> map, Node from) {
    switch (value(from)) {
      case Map<?, ?> one -> map.putAll(one);
      case List<?> several -> {
        for (Object one : several.reversed()) {
          if (!(one instanceof Map<?, ?> inner)) {
            throw new IllegalArgumentException(
                "is not valid YAML in " + line(from) + ": << merges maps only");
          }
          for (var entry : inner.entrySet()) {
            Object other = map.put(entry.getKey(), entry.getValue());
            if (other != null && !other.equals(entry.getValue())) {
              notes.accept(
                  "%s: several merged maps say '%s'; the first one counts"
                      .formatted(line(from), entry.getKey()));
            }
          }
        }
      }
      case null, default ->
          throw new IllegalArgumentException(
              "is not valid YAML in " + line(from) + ": << merges maps only");
    }
  }

  private static boolean isMerge(Node key) {
    return key instanceof ScalarNode scalar
        && scalar.getScalarStyle() == ScalarStyle.PLAIN
        && scalar.getValue().equals("<<");
  }

  private static @Nullable Object scalar(ScalarNode node) {
    String text = node.getValue();
    if (VAULT_TAGS.contains(node.getTag().getValue())) {
      return VAULT;
    }
    if (node.getScalarStyle() != ScalarStyle.PLAIN || node.getTag().getValue().startsWith("!")) {
      return text;
    }
    if (NULL.matcher(text).matches()) {
      return null;
    }
    if (TRUE.matcher(text).matches()) {
      return true;
    }
    if (FALSE.matcher(text).matches()) {
      return false;
    }
    return INTEGER.matcher(text).matches() ? integer(text) : text;
  }

  private static Object integer(String text) {
    boolean negative = text.startsWith("-");
    String digits = text.replaceFirst("^[-+]", "").replace("_", "");
    BigInteger number = BigInteger.ZERO;
    if (digits.startsWith("0b")) {
      number = new BigInteger("0" + digits.substring(2), 2);
    } else if (digits.startsWith("0x")) {
      number = new BigInteger("0" + digits.substring(2), 16);
    } else if (digits.startsWith("0")) {
      number = new BigInteger(digits, 8);
    } else {
      for (String part : digits.split(":", -1)) {
        number = number.multiply(BigInteger.valueOf(60)).add(new BigInteger(part));
      }
    }
    return negative ? number.negate() : number;
  }

  private static String line(Node node) {
    return node.getStartMark().map(mark -> "line " + (mark.getLine() + 1)).orElse("the document");
  }
}
