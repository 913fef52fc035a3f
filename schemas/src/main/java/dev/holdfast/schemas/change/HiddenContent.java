package dev.holdfast.schemas.change;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file that holds secrets, without them.
 *
 * @param parts of the content, by turns a text and a reference to a secret, with a text at both
 *     ends; empty where the content is only kept, as it was on the server
 * @param digest a keyed one of the whole content; null before it was made
 * @param sealed the whole content, encrypted; null where it is made of its parts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HiddenContent(List<String> parts, @Nullable String digest, @Nullable String sealed) {
  private static final int SHOWN = 12;

  public HiddenContent {
    parts = List.copyOf(parts);
  }

  /** A content that is made of these parts. */
  public static HiddenContent of(List<String> parts) {
    return new HiddenContent(parts, null, null);
  }

  /** Whether the part of this number is a reference to a secret. */
  public static boolean isReference(int part) {
    return part % 2 == 1;
  }

  /** What a person sees of it: its texts and references, and by what one content is told apart. */
  @JsonIgnore
  public String shown() {
    String told = digest == null ? "" : digest.substring(0, Math.min(digest.length(), SHOWN));
    return "# the content holds secrets and is not shown; its digest begins with %s\n%s"
        .formatted(told, String.join("", parts));
  }
}
