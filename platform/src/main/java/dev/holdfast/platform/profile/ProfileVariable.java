package dev.holdfast.platform.profile;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value that stands for {@code ${name}} in the input of a profile.
 *
 * @param label on servers with this {@code key=value}; null for all on which no label says another
 */
public record ProfileVariable(String name, @Nullable String label, String value) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");

  public ProfileVariable {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "variables: '"
              + name
              + "' is not a name: letters, digits and _, beginning with a letter");
    }
    if (label != null && !(ProfileTarget.parse(label) instanceof ProfileTarget.OfLabel)) {
      throw new IllegalArgumentException("variables: '" + label + "' is not one label=value");
    }
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  boolean isOf(String otherName, @Nullable String otherLabel) {
    return name.equals(otherName) && Objects.equals(label, otherLabel);
  }
}
