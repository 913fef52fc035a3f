package dev.holdfast.cli;

import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Says what is wrong with a text that is not YAML. */
public final class YamlFault {
  private YamlFault() {}

  /** In words that go on after the file's name, with the line where it is known. */
  public static String words(YamlEngineException fault) {
    if (!(fault instanceof MarkedYamlEngineException marked)) {
      return "is not valid YAML: " + fault.getMessage();
    }
    String where =
        marked.getProblemMark().map(mark -> " in line " + (mark.getLine() + 1)).orElse("");
    return "is not valid YAML%s: %s".formatted(where, marked.getProblem());
  }
}
