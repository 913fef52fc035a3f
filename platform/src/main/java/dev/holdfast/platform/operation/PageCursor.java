package dev.holdfast.platform.operation;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the next page of a list starts, as an opaque word. */
public record PageCursor(List<String> fields) {
  public PageCursor {
    fields = List.copyOf(fields);
  }

  /** Fields must not contain a line break. */
  public static PageCursor of(String... fields) {
    return new PageCursor(List.of(fields));
  }

  /**
   * Reads the word that a list gave out; null for the first page.
   *
   * @throws WrongCursorException if it is no cursor of so many fields
   */
  public static @Nullable PageCursor parse(@Nullable String word, int fields) {
    if (word == null || word.isEmpty()) {
      return null;
    }
    try {
      var text = new String(Base64.getUrlDecoder().decode(word), StandardCharsets.UTF_8);
      var cursor = new PageCursor(List.of(text.split("\n", -1)));
      if (cursor.fields.size() == fields) {
        return cursor;
      }
    } catch (IllegalArgumentException e) {
      // Said below, for both ways of being wrong.
    }
    throw new WrongCursorException();
  }

  /** The word that clients pass back. */
  public String word() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join("\n", fields).getBytes(StandardCharsets.UTF_8));
  }
}
