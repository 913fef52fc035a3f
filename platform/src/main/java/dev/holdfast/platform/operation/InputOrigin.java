package dev.holdfast.platform.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What an operation's input on a server was made from, beside what was asked for.
 *
 * @param operation the id of the earlier operation whose input it is; null where it is none's
 * @param profile the name of the profile; null where it is from none
 * @param version of the profile
 * @param fixedBy who gave it to a server on which the operation had failed; null where nobody did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InputOrigin(
    @Nullable String operation,
    @Nullable String profile,
    @Nullable Integer version,
    @Nullable String fixedBy) {

  /** For people, as it goes on after "from". */
  public String words() {
    if (fixedBy != null) {
      return "the fix by " + fixedBy;
    }
    return profile == null
        ? "the last confirmed one, " + operation
        : "the profile %s, version %d".formatted(profile, version);
  }

  public static InputOrigin operation(String id) {
    return new InputOrigin(id, null, null, null);
  }

  public static InputOrigin profile(String name, int version) {
    return new InputOrigin(null, name, version, null);
  }

  /** Given in the middle of the operation, for one server. */
  public static InputOrigin fix(String by) {
    return new InputOrigin(null, null, null, by);
  }
}
