package dev.holdfast.cli.operation;

import java.io.InputStream;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What {@code --input} and {@code --set} say, as the API takes it. */
public final class TypedInput {
  private TypedInput() {}

  /**
   * @param source a file, or {@code -} for standard input
   * @throws dev.holdfast.cli.Failure if it cannot be read or is no JSON object
   */
  public static ObjectNode read(String source, InputStream standardInput) {
    return InputDocument.read(source, List.of(), standardInput);
  }

  /**
   * Puts the fields that are set into a request.
   *
   * @throws dev.holdfast.cli.Failure if one is no {@code path=value}
   */
  public static void set(ObjectNode request, List<String> settings) {
    settings.stream()
        .map(SetExpression::parse)
        .forEach(set -> request.withArray("set").add(set.json()));
  }
}
