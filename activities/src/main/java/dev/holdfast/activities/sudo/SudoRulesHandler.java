package dev.holdfast.activities.sudo;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.Fragments;
import dev.holdfast.activities.resource.Guard;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.LoginAccount;
import dev.holdfast.schemas.change.Resource.SudoRules;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    return Optional.of(setting(desired, present));
  }

  private static Change setting(SudoRules desired, Facts.@Nullable SudoFile present) {
    return Changes.of(
        "Set sudo rules of " + who(desired),
        Change.Risk.MEDIUM,
        Diffs.unified(
            path(desired),
            present == null ? null : text(present),
            text(OWNER, MODE, desired.content())),
        present == null ? null : new SudoRules(desired.name(), present.content()),
        desired);
  }

  private static String who(SudoRules rules) {
    return rules.name().replaceFirst("holdfast-(user|group)-", "$1 ");
  }

  private static String path(SudoRules rules) {
    return "/etc/sudoers.d/" + rules.name();
  }

  private static String text(Facts.SudoFile file) {
    return text(file.owner(), file.mode(), file.content());
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

  @Override
  public String remove(SudoRules there) {
    return """
    name=%s content=%s
    file=/etc/sudoers.d/$name
    if [ -e "$file" ]; then
      content_of "$content" | cmp -s - "$file" || fail "$file has been changed since"
      rm -f -- "$file"
    fi
    visudo -cq || { visudo -c || :; fail "visudo refuses the rules that are left"; }
    """
        .formatted(Quoting.quote(there.name()), Quoting.quote(Fragments.base64(there.content())));
  }

  @Override
  public Guard guard(Change change, LoginAccount login) {
    SudoRules rules = (SudoRules) change.resource();
    return Guard.ofFile(path(rules), "/etc/sudoers.d/." + rules.name() + ".new");
  }

  @Override
  public FactsQuery query(SudoRules rules) {
    return FactsQuery.sudoFile(rules.name());
  }

  @Override
  public Inverse undo(Change change, Inverse.Context context) {
    SudoRules rules = (SudoRules) change.resource();
    SudoRules before = (SudoRules) change.before();
    SudoRules after = (SudoRules) change.desired();
    Facts.SudoFile file = context.facts().sudoFiles().get(rules.name());
    SudoRules present = file == null ? null : new SudoRules(rules.name(), file.content());
    if (Objects.equals(present, before)) {
      return Inverse.NOTHING;
    }
    if (!Objects.equals(present, after)) {
      return Inverse.changedSince(path(rules));
    }
    if (before != null) {
      return new Inverse.By(setting(before, file));
    }
    Facts.SudoFile there = Objects.requireNonNull(file);
    return new Inverse.By(
        Changes.removal(
            "Remove sudo rules of " + who(rules),
            Change.Risk.MEDIUM,
            Diffs.unified(path(rules), text(there), null),
            new SudoRules(rules.name(), there.content())));
  }
}
