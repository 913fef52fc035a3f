package dev.holdfast.platform.runbook;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A runbook as it is written, in YAML 1.2 (of which JSON is a part).
 *
 * @param document as maps, lists, texts, numbers and truth values
 * @param lines from 1, by field such as {@code steps[0].operation}
 */
public record RunbookText(Map<String, Object> document, Map<String, Integer> lines) {
  /** In characters. */
  public static final int LONGEST = 256 * 1024;

  /** Aliases make a few lines as large as one likes. */
  private static final int MOST_VALUES = 20_000;

  private static final int DEEPEST = 40;

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException if it is no YAML or no object, with the line
   */
  public static RunbookText read(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
    }
    LoadSettings settings =
        LoadSettings.builder().setAllowDuplicateKeys(false).setCodePointLimit(LONGEST).build();
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty() || !(root.get() instanceof MappingNode)) {
        throw new IllegalArgumentException("is no YAML object with name and steps");
      }
      var lines = new Lines();
      lines.walk("", root.get(), 0);
      Map<String, Object> document = new LinkedHashMap<>();
      if (new StandardConstructor(settings).constructSingleDocument(root)
          instanceof Map<?, ?> map) {
        map.forEach((key, value) -> document.put(String.valueOf(key), value));
      }
      return new RunbookText(document, lines.found);
    } catch (MarkedYamlEngineException e) {
      String where = e.getProblemMark().map(mark -> " in line " + (mark.getLine() + 1)).orElse("");
      throw new IllegalArgumentException(
          "is not valid YAML%s: %s".formatted(where, e.getProblem()), e);
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException("is not valid YAML: " + e.getMessage(), e);
    }
  }

  /** The line of a field, or of the nearest that it is in. */
  public int line(String field) {
    String at = field;
    while (!lines.containsKey(at) && !at.isEmpty()) {
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    return lines.getOrDefault(at, 1);
  }

  /** Finds the lines, and refuses what would grow without bounds. */
  private static final class Lines {
    private final Map<String, Integer> found = new HashMap<>();
    private int values;

    void walk(String path, Node node, int depth) {
      if (depth > DEEPEST || ++values > MOST_VALUES) {
        throw new IllegalArgumentException("is nested too deeply, or too large");
      }
      note(path, node);
      switch (node) {
        case MappingNode mapping -> {
          for (NodeTuple pair : mapping.getValue()) {
            String key = pair.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            String inner = path.isEmpty() ? key : path + "." + key;
            walk(inner, pair.getValueNode(), depth + 1);
            note(inner, pair.getKeyNode());
          }
        }
        case SequenceNode sequence -> {
          for (int i = 0; i < sequence.getValue().size(); i++) {
            walk(path + "[" + i + "]", sequence.getValue().get(i), depth + 1);
          }
        }
        default -> {}
      }
    }

    private void note(String path, Node node) {
      node.getStartMark().ifPresent(mark -> found.put(path, mark.getLine() + 1));
    }
  }
}
