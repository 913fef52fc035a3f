package dev.holdfast.platform.identity;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The right to do something to a kind of thing, such as {@code servers:read}; {@code *} stands for
 * any, {@code *:run} is every operation of the catalogue.
 *
 * <p>An action that ends in {@code -own} is the right to do it to what one has started oneself.
 */
public record Permission(String resource, String action) {
  private static final Pattern WORD = Pattern.compile("[*]|[a-z][a-z0-9-]{0,62}");
  private static final String OWN = "-own";

  /** Everything. */
  public static final Permission ALL = new Permission("*", "*");

  /**
   * @throws IllegalArgumentException if one of them is no word
   */
  public Permission {
    if (!WORD.matcher(resource).matches() || !WORD.matcher(action).matches()) {
      throw new IllegalArgumentException(
          "permissions: '"
              + resource
              + ":"
              + action
              + "' is not resource:action, such as servers:read, lockdown:run or *:read");
    }
  }

  /**
   * Reads {@code resource:action}.
   *
   * @throws IllegalArgumentException if the text is no permission
   */
  public static Permission of(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new Permission(text, "")
        : new Permission(text.substring(0, colon), text.substring(colon + 1));
  }

  /** Whether whoever has this one has the other, too. */
  public boolean covers(Permission other) {
    return (resource.equals("*") || resource.equals(other.resource))
        && (action.equals("*") || action.equals(other.action));
  }

  /** What both of them cover; empty if nothing. */
  public Optional<Permission> and(Permission other) {
    return word(resource, other.resource)
        .flatMap(both -> word(action, other.action).map(either -> new Permission(both, either)));
  }

  private static Optional<String> word(String one, String other) {
    if (one.equals("*") || one.equals(other)) {
      return Optional.of(other);
    }
    return other.equals("*") ? Optional.of(one) : Optional.empty();
  }

  /** The same right to what one has started oneself. */
  public Permission own() {
    return action.equals("*") || action.endsWith(OWN)
        ? this
        : new Permission(resource, action + OWN);
  }

  @Override
  public String toString() {
    return resource + ":" + action;
  }
}
