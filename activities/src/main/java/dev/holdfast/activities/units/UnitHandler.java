package dev.holdfast.activities.units;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.FactsFragment;
import dev.holdfast.activities.resource.Guard;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.LoginAccount;
import dev.holdfast.schemas.change.UnitFacts;
import dev.holdfast.schemas.change.UnitResource;
import dev.holdfast.schemas.change.UnitResource.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts, stops, enables, disables and masks units of systemd, and writes their files. */
public final class UnitHandler implements ResourceHandler<UnitResource> {

  @Override
  public Optional<Change> compare(UnitResource desired, Facts facts) {
    UnitFacts there = there(desired, facts);
    UnitResource present = present(desired, there);
    UnitResource wanted = complete(desired, there);
    return present.equals(wanted) ? Optional.empty() : Optional.of(change(present, wanted));
  }

  private static UnitFacts there(UnitResource unit, Facts facts) {
    return Objects.requireNonNull(facts.kinds().find(UnitFacts.class, unit.name()), unit.name());
  }

  /** As much of what is there as is asked for. */
  private static UnitResource present(UnitResource asked, UnitFacts there) {
    return new UnitResource(
        asked.name(),
        asked.unitFile() == null ? null : Objects.requireNonNullElse(there.unitFile(), Part.NONE),
        asked.dropIn() == null ? null : Objects.requireNonNullElse(there.dropIn(), Part.NONE),
        asked.enablement() == null ? null : enablement(there),
        asked.running() == null ? null : there.isRunning());
  }

  /** A unit that cannot be enabled by itself counts as disabled. */
  private static String enablement(UnitFacts there) {
    return switch (there.enablement()) {
      case UnitResource.ENABLED, UnitResource.MASKED -> there.enablement();
      default -> UnitResource.DISABLED;
    };
  }

  /** A file that is there keeps its mode. */
  private static UnitResource complete(UnitResource desired, UnitFacts there) {
    return new UnitResource(
        desired.name(),
        moded(desired.unitFile(), there.unitFile()),
        moded(desired.dropIn(), there.dropIn()),
        desired.enablement(),
        desired.running());
  }

  private static @Nullable Part moded(@Nullable Part wanted, @Nullable Part there) {
    return wanted == null || there == null || wanted.isNone()
        ? wanted
        : new Part(wanted.content(), there.mode());
  }

  private static Change change(UnitResource before, UnitResource after) {
    List<String> parts = new ArrayList<>();
    if (!Objects.equals(before.unitFile(), after.unitFile())) {
      parts.add(Objects.requireNonNull(after.unitFile()).isNone() ? "no unit file" : "unit file");
    }
    if (!Objects.equals(before.dropIn(), after.dropIn())) {
      parts.add(Objects.requireNonNull(after.dropIn()).isNone() ? "no drop-in" : "drop-in");
    }
    if (!Objects.equals(before.enablement(), after.enablement())) {
      parts.add(String.valueOf(after.enablement()));
    }
    if (!Objects.equals(before.running(), after.running())) {
      parts.add(Boolean.TRUE.equals(after.running()) ? "running" : "stopped");
    }
    return Changes.of(
        "Set unit %s: %s".formatted(after.name(), String.join(", ", parts)),
        Change.Risk.MEDIUM,
        Diffs.unified(after.name(), state(before), state(after))
            + diff(after.path(), before.unitFile(), after.unitFile())
            + diff(after.dropIns() + "/holdfast.conf", before.dropIn(), after.dropIn()),
        before,
        after);
  }

  private static String state(UnitResource unit) {
    return (unit.enablement() == null ? "" : "boot: " + unit.enablement() + "\n")
        + (unit.running() == null ? "" : "running: " + unit.running() + "\n");
  }

  private static String diff(String path, @Nullable Part before, @Nullable Part after) {
    return Diffs.unified(path, text(before), text(after));
  }

  private static @Nullable String text(@Nullable Part part) {
    return part == null || part.isNone() ? null : part.content();
  }

  @Override
  public String apply(UnitResource desired) {
    return UnitScript.of(desired);
  }

  /** A unit that is to be absent is one without files that is stopped: a change like any other. */
  @Override
  public String remove(UnitResource there) {
    throw new IllegalArgumentException("a unit is changed, never removed");
  }

  /** A unit may be what lets us in: the server restores its files, and whether it ran. */
  @Override
  public Guard guard(Change change, LoginAccount login) {
    UnitResource unit = (UnitResource) change.resource();
    return Guard.ofRuntime(
        paths(unit),
        "unit:" + unit.name(),
        Boolean.TRUE.equals(unit.running()) ? List.of(unit.name()) : List.of());
  }

  private static List<String> paths(UnitResource unit) {
    List<String> paths =
        new ArrayList<>(
            Guard.written(unit.path(), "/etc/systemd/system/." + unit.name() + ".holdfast"));
    paths.add(unit.dropIns());
    return paths;
  }

  @Override
  public List<FactsFragment> facts() {
    return List.of(new UnitFragment());
  }

  @Override
  public FactsQuery query(UnitResource unit) {
    return FactsQuery.of("units", List.of(unit.name()));
  }

  @Override
  public Inverse undo(Change change, Inverse.Context context) {
    UnitResource before = (UnitResource) Objects.requireNonNull(change.before());
    UnitResource after = (UnitResource) change.resource();
    UnitResource present = present(after, there(after, context.facts()));
    if (present.equals(before)) {
      return Inverse.NOTHING;
    }
    return present.equals(after)
        ? new Inverse.By(change(present, before))
        : Inverse.changedSince("the unit " + after.name());
  }
}
