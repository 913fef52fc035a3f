package dev.holdfast.activities.sudo;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.Fragments;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.Resource.SudoRules;
import java.util.Optional;

/** Writes files of sudo rules that {@code visudo} has found in order. */
public final class SudoRulesHandler implements ResourceHandler<SudoRules> {
  private static final String OWNER = "root:root";
  private static final String MODE = "0440";

  @Override
  public Optional<Change> compare(SudoRules desired, Facts facts) {
    Facts.SudoFile present = facts.sudoFiles().get(desired.name());
    if (present != null
        && present.content().equals(desired.content())
        && present.owner().equals(OWNER)
        && present.mode().equals(MODE)) {
      return Optional.empty();
    }
    String who = desired.name().replaceFirst("holdfast-(user|group)-", "$1 ");
    return Optional.of(
        Changes.of(
            "Set sudo rules of " + who,
            Change.Risk.MEDIUM,
            Diffs.unified(
                "/etc/sudoers.d/" + desired.name(),
                present == null ? null : text(present.owner(), present.mode(), present.content()),
                text(OWNER, MODE, desired.content())),
            present == null ? null : new SudoRules(desired.name(), present.content()),
            desired));
  }

  private static String text(String owner, String mode, String content) {
    return "# %s %s\n%s".formatted(owner, mode, content);
  }

  @Override
  public String apply(SudoRules desired) {
    // Until it is checked the file has a dot in its name: sudo reads no such file.
    return """
    name=%s content=%s
    file=/etc/sudoers.d/$name new=/etc/sudoers.d/.$name.new
    if ! is_file "$file" %3$s %4$s "$content"; then
      stage "$new" %3$s %4$s "$content" "$file"
      visudo -cqf "$new" || { visudo -cf "$new" || :; rm -f -- "$new"; fail "visudo refuses the rules"; }
      mv -fT -- "$new" "$file"
    fi
    is_file "$file" %3$s %4$s "$content" || fail "$file is not as it was written"
    """
        .formatted(
            Quoting.quote(desired.name()),
            Quoting.quote(Fragments.base64(desired.content())),
            OWNER,
            MODE);
  }
}
