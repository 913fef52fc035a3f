package dev.holdfast.activities.resource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Reads scripts that lie beside classes. */
public final class Scripts {
  private Scripts() {}

  /** The text of scripts beside a class, one after the other. */
  public static String load(Class<?> beside, String... names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      try (InputStream in = beside.getResourceAsStream(name)) {
        text.append(
            new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return text.toString();
  }
}
