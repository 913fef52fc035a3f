package dev.holdfast.activities.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.change.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What a thing was made of, as the label {@code dev.holdfast.spec} carries it. */
final class Specs {
  private Specs() {}

  static String write(Resource resource) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              JsonPayloads.mapper()
                  .writerFor(Resource.class)
                  .writeValueAsString(resource)
                  .getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Null for what is none of ours, or of a version of Holdfast that wrote it otherwise. */
  static @Nullable Resource read(String label) {
    try {
      return JsonPayloads.mapper().readValue(Base64.getDecoder().decode(label), Resource.class);
    } catch (IllegalArgumentException | IOException e) {
      return null;
    }
  }

  /** For people, line by line. */
  static String pretty(Resource resource) {
    try {
      return JsonPayloads.mapper()
          .writerWithDefaultPrettyPrinter()
          .forType(Resource.class)
          .writeValueAsString(resource);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
