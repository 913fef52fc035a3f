package dev.holdfast.api.problem;

/**
 * What is wrong with one field of the input.
 *
 * @param field its path, such as {@code input.users[0].name}
 * @param message what is wrong and what is allowed
 */
public record FieldError(String field, String message) {

  /**
   * Reads the messages of the contracts' records, which begin with their field: {@code port: …}.
   */
  public static FieldError of(IllegalArgumentException wrong) {
    String message = String.valueOf(wrong.getMessage());
    int colon = message.indexOf(": ");
    return colon > 0 && message.indexOf(' ') > colon
        ? new FieldError(message.substring(0, colon), message.substring(colon + 2))
        : new FieldError("", message);
  }
}
