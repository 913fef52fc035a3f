package dev.holdfast.workflows.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.change.DesiredState.Desired;
import dev.holdfast.schemas.change.UnusedFacts;
import dev.holdfast.schemas.change.UnusedFacts.Thing;
import dev.holdfast.schemas.change.UnusedResource;
import dev.holdfast.schemas.containers.prune.PruneContainersInput;
import dev.holdfast.schemas.containers.prune.PruneContainersInput.Images;
import dev.holdfast.schemas.containers.prune.PruneContainersInput.Volumes;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.workflows.KindsAlone;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PruneDesiredStateTest {
  private static final String ANONYMOUS = "ab".repeat(32);
  private static final int DAY = 86_400;
  private static final PruneContainersInput CAREFUL =
      new PruneContainersInput(false, Images.UNTAGGED, true, Volumes.NONE, DAY);
  private static final UnusedFacts ALL =
      new UnusedFacts(
          List.of(
              thing("container", "old-web"),
              thing("network", "left"),
              thing("network", "of-old-web", "old-web"),
              thing("volume", ANONYMOUS),
              thing("volume", "rows", "old-web"),
              thing("image", "untagged"),
              image("tagged", "shop:1"),
              image("of-old-web", "web:1", "old-web")));

  @Test
  void shouldRemoveNothingThatHoldsWorkUnlessItIsAsked() {
    Desired desired = desired(CAREFUL, ALL);

    assertThat(names(desired)).containsExactly("left", "untagged");
    assertThat(desired.notes())
        .containsExactly(
            "stopped containers (1); remove them with --containers",
            "unused volumes with their data (1); remove them with --volumes all",
            "unused images (1); remove them with --images all");
  }

  @Test
  void shouldRemoveWhatOnlyRemovedContainersHaveAfterThem() {
    Desired desired =
        desired(new PruneContainersInput(true, Images.ALL, true, Volumes.ALL, DAY), ALL);

    assertThat(names(desired))
        .containsExactly(
            "old-web", "left", "of-old-web", ANONYMOUS, "rows", "untagged", "tagged", "of-old-web");
    assertThat(desired.notes()).isEmpty();
  }

  @Test
  void shouldTakeAnonymousVolumesAlone() {
    Desired desired =
        desired(new PruneContainersInput(true, Images.NONE, false, Volumes.ANONYMOUS, DAY), ALL);

    assertThat(names(desired)).containsExactly("old-web", ANONYMOUS);
  }

  @Test
  void shouldRefuseWhereTheEngineDoesNotAnswer() {
    assertThat(desired(CAREFUL, null).refusals())
        .singleElement()
        .asString()
        .contains("docker does not answer");
  }

  private static List<String> names(Desired desired) {
    return desired.groups().stream()
        .flatMap(group -> group.resources().stream())
        .map(resource -> ((UnusedResource) resource).name())
        .toList();
  }

  private static Thing thing(String what, String name, String... users) {
    return new Thing(what, name, name, "2026-11-01T00:00:00Z", 0, List.of(users), List.of());
  }

  private static Thing image(String name, String reference, String... users) {
    return new Thing(
        "image", name, name, "2026-11-01T00:00:00Z", 1, List.of(users), List.of(reference));
  }

  private static Desired desired(PruneContainersInput input, @Nullable UnusedFacts unused) {
    Map<Class<? extends Record>, Map<String, Record>> found =
        unused == null
            ? Map.of()
            : Map.of(UnusedFacts.class, Map.of(UnusedFacts.olderThan(DAY), unused));
    return new PruneDesiredState()
        .desired(
            input,
            KindsAlone.facts(found),
            new Server("web-1", "10.0.0.1", 22, "debian", "k", List.of(), Map.of(), null));
  }
}
