package dev.holdfast.schemas.secret;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands in an input for the value of a named secret: {@code secret://NAME}, or {@code
 * secret://NAME@VERSION}. Of a leased one it may mean a part: {@code secret://NAME#user}, {@code
 * secret://NAME#password}.
 *
 * @param version null for the newest at the moment of use
 * @param part null for the whole value
 */
public record SecretReference(String name, @Nullable Integer version, @Nullable Part part) {
  /** What one may want of a leased credential alone. */
  public enum Part {
    USER,
    PASSWORD;

    /** As it stands in a reference. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** With which every reference begins. */
  public static final String PREFIX = "secret://";

  /** The form of a reference, for people. */
  public static final String FORM = PREFIX + "NAME or " + PREFIX + "NAME@VERSION";

  private static final String NAME = "[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?";
  private static final Pattern NAMES = Pattern.compile(NAME);
  private static final Pattern WHOLE =
      Pattern.compile(PREFIX + "(" + NAME + ")(?:@([1-9][0-9]{0,8}))?(?:#(user|password))?");

  /** A reference to a whole value. */
  public SecretReference(String name, @Nullable Integer version) {
    this(name, version, null);
  }

  /** Whether a secret can have this name. */
  public static boolean isName(String text) {
    return NAMES.matcher(text).matches();
  }

  /** Whether a text is meant as a reference, be it a right one or not. */
  public static boolean isMeant(@Nullable String text) {
    return text != null && text.startsWith(PREFIX);
  }

  /** The reference that a text is as a whole. */
  public static Optional<SecretReference> find(String text) {
    Matcher matcher = WHOLE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String version = matcher.group(2);
    String part = matcher.group(3);
    return Optional.of(
        new SecretReference(
            matcher.group(1),
            version == null ? null : Integer.valueOf(version),
            part == null ? null : Part.valueOf(part.toUpperCase(Locale.ROOT))));
  }

  /**
   * The reference that a text is as a whole.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static SecretReference of(String text) {
    return find(text)
        .orElseThrow(
            () -> new IllegalArgumentException("'" + text + "' does not have the form " + FORM));
  }

  /** The same secret in this version. */
  public SecretReference at(int version) {
    return new SecretReference(name, version, part);
  }

  @Override
  public String toString() {
    return PREFIX
        + name
        + (version == null ? "" : "@" + version)
        + (part == null ? "" : "#" + part.word());
  }
}
