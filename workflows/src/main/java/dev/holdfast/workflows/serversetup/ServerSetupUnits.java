package dev.holdfast.workflows.serversetup;

import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.change.UnitFacts;
import dev.holdfast.schemas.change.UnitResource;
import dev.holdfast.schemas.change.UnitResource.Part;
import dev.holdfast.schemas.serversetup.UnitInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What server-setup wants of units, and what speaks against it. */
final class ServerSetupUnits {
  private ServerSetupUnits() {}

  static FactsQuery query(List<UnitInput> units) {
    return FactsQuery.of("units", units.stream().map(UnitInput::name).toList());
  }

  static List<Resource> resources(List<UnitInput> units) {
    return units.stream().<Resource>map(ServerSetupUnits::resource).toList();
  }

  private static UnitResource resource(UnitInput unit) {
    if (unit.absent()) {
      return new UnitResource(unit.name(), Part.NONE, Part.NONE, UnitResource.DISABLED, false);
    }
    String enablement = null;
    if (unit.masked()) {
      enablement = UnitResource.MASKED;
    } else if (unit.enabled() != null) {
      enablement = unit.enabled() ? UnitResource.ENABLED : UnitResource.DISABLED;
    }
    return new UnitResource(
        unit.name(), part(unit.unitFile()), part(unit.dropIn()), enablement, unit.running());
  }

  private static @Nullable Part part(@Nullable String content) {
    return content == null ? null : new Part(content, Part.NONE.mode());
  }

  /**
   * @param packages whether packages that are yet to be installed may bring units
   */
  static List<String> refusals(List<UnitInput> units, Facts facts, boolean packages) {
    List<String> refusals = new ArrayList<>();
    if (!units.isEmpty() && !facts.systemd()) {
      return List.of("units: systemd does not run this server; leave units out");
    }
    for (UnitInput unit : units) {
      UnitFacts there =
          Objects.requireNonNull(facts.kinds().find(UnitFacts.class, unit.name()), unit.name());
      if (there.linked() && (unit.unitFile() != null || unit.absent() || unit.masked())) {
        refusals.add(
            "units: the file of %s in /etc/systemd/system is a symbolic link; name the real unit, or leave its file as it is"
                .formatted(unit.name()));
      }
      if (unit.masked() && there.unitFile() != null) {
        refusals.add(
            "units: %s cannot be masked, because it has a file in /etc/systemd/system; set running and enabled to false"
                .formatted(unit.name()));
      }
      boolean needed = !unit.absent() && !unit.masked() && unit.unitFile() == null;
      if (needed && there.load().equals("not-found") && !packages) {
        refusals.add(
            "units: %s does not exist; correct the name, give it a unitFile, or add its package"
                .formatted(unit.name()));
      }
      if (Boolean.TRUE.equals(unit.enabled())
          && unit.unitFile() == null
          && there.enablement().equals("static")) {
        refusals.add(
            "units: %s has no [Install] section, so that it cannot be enabled; enable what starts it"
                .formatted(unit.name()));
      }
    }
    return refusals;
  }
}
