package dev.holdfast.platform.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a version of a profile says.
 *
 * @param input the operation's input as JSON, with its keys in order
 * @param variables in the order of their names and labels
 */
public record ProfileBody(String input, List<ProfileVariable> variables) {
  private static final Comparator<ProfileVariable> ORDER =
      Comparator.comparing(ProfileVariable::name)
          .thenComparing(variable -> variable.label() == null ? "" : variable.label());

  public ProfileBody {
    variables = variables == null ? List.of() : variables.stream().sorted(ORDER).toList();
  }

  /** The same with another value of a variable; null takes it away. */
  public ProfileBody with(String name, @Nullable String label, @Nullable String value) {
    List<ProfileVariable> changed = new ArrayList<>(variables);
    changed.removeIf(variable -> variable.isOf(name, label));
    if (value != null) {
      changed.add(new ProfileVariable(name, label, value));
    }
    return new ProfileBody(input, changed);
  }
}
