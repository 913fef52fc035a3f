package dev.holdfast.workflows;

import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.KindFacts;
import java.util.Map;
import java.util.Set;

/** Facts about a server of which nothing is known but what was asked for by kind. */
public final class KindsAlone {
  private KindsAlone() {}

  public static Facts facts(Map<Class<? extends Record>, Map<String, Record>> kinds) {
    return new Facts(
        "apt",
        true,
        true,
        true,
        Set.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Set.of(),
        new Facts.UnknownPackages(Set.of(), false),
        Map.of(),
        null,
        new KindFacts(kinds));
  }
}
