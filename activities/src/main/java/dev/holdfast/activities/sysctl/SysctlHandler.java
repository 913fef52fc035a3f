package dev.holdfast.activities.sysctl;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.FactsFragment;
import dev.holdfast.activities.resource.Fragments;
import dev.holdfast.activities.resource.Guard;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.LoginAccount;
import dev.holdfast.schemas.change.SysctlFacts;
import dev.holdfast.schemas.change.SysctlResource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Sets parameters of the kernel, now and in a drop-in for the next boot. What the kernel does not
 * let us set is only written for the next boot, and the change says so.
 */
public final class SysctlHandler implements ResourceHandler<SysctlResource> {

  @Override
  public Optional<Change> compare(SysctlResource desired, Facts facts) {
    SysctlFacts there = there(desired, facts);
    SysctlResource present = present(desired, there);
    SysctlResource wanted =
        there.settable() ? desired : new SysctlResource(desired.key(), null, desired.file());
    return present.equals(wanted) ? Optional.empty() : Optional.of(change(present, wanted));
  }

  private static SysctlFacts there(SysctlResource sysctl, Facts facts) {
    return Objects.requireNonNull(
        facts.kinds().find(SysctlFacts.class, sysctl.key()), sysctl.key());
  }

  private static SysctlResource present(SysctlResource about, SysctlFacts there) {
    return new SysctlResource(about.key(), there.settable() ? there.live() : null, there.file());
  }

  private static Change change(SysctlResource before, SysctlResource after) {
    String what =
        after.live() == null
            ? (after.file() == null ? "no longer set" : "written for the next boot, not live")
                + ": the kernel does not let it be set here"
            : "= " + after.live();
    return Changes.of(
        "Set kernel parameter %s %s".formatted(after.key(), what),
        network(after.key()) ? Change.Risk.LOCK_OUT : Change.Risk.MEDIUM,
        Diffs.unified(after.key(), before.live(), after.live())
            + Diffs.unified(after.path(), before.file(), after.file()),
        before,
        after);
  }

  /** Whether it can cut the network. */
  private static boolean network(String key) {
    return key.startsWith("net.");
  }

  @Override
  public String apply(SysctlResource desired) {
    String path = Quoting.quote(desired.path());
    String content = desired.file() == null ? "" : Quoting.quote(Fragments.base64(desired.file()));
    String file =
        desired.file() == null
            ? "rm -f -- " + path + "\n"
            : """
            is_file %1$s root:root 0644 %2$s || {
              stage %1$s.new root:root 0644 %2$s %1$s
              mv -fT -- %1$s.new %1$s
            }
            """
                .formatted(path, content);
    String live =
        desired.live() == null
            ? ""
            : """
            key=%s value=%s
            live() { sysctl -n -- "$key" | tr -s ' \\t\\n' ' '; }
            if [ "$(live | sed 's/ $//')" != "$value" ]; then
              sysctl -q -w "$key=$value" || fail "the kernel does not take $value for $key"
            fi
            [ "$(live | sed 's/ $//')" = "$value" ] || fail "$key is $(live) after it was set to $value"
            """
                .formatted(Quoting.quote(desired.key()), Quoting.quote(desired.live()));
    // The value first: what the kernel does not take is not written for the next boot.
    return "mkdir -p -m 755 /etc/sysctl.d\n" + live + file;
  }

  /** A parameter is always there: without a drop-in it is changed like any other. */
  @Override
  public String remove(SysctlResource there) {
    throw new IllegalArgumentException("a kernel parameter is changed, never removed");
  }

  @Override
  public Guard guard(Change change, LoginAccount login) {
    SysctlResource sysctl = (SysctlResource) change.resource();
    return network(sysctl.key())
        ? Guard.ofRuntime(
            Guard.written(sysctl.path(), sysctl.path() + ".new"),
            "sysctl:" + sysctl.key(),
            List.of())
        : Guard.NONE;
  }

  @Override
  public List<FactsFragment> facts() {
    return List.of(new SysctlFragment());
  }

  @Override
  public FactsQuery query(SysctlResource sysctl) {
    return FactsQuery.of("sysctl", List.of(sysctl.key()));
  }

  @Override
  public Inverse undo(Change change, Inverse.Context context) {
    SysctlResource before = (SysctlResource) Objects.requireNonNull(change.before());
    SysctlResource after = (SysctlResource) change.resource();
    SysctlFacts there = there(after, context.facts());
    SysctlResource present = present(after, there);
    if (present.equals(before)) {
      return Inverse.NOTHING;
    }
    return present.equals(after)
        ? new Inverse.By(change(present, before))
        : Inverse.changedSince("the kernel parameter " + after.key());
  }
}
