package dev.holdfast.workflows.containers;

import dev.holdfast.schemas.change.DesiredState;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.change.UnusedFacts;
import dev.holdfast.schemas.change.UnusedFacts.Thing;
import dev.holdfast.schemas.change.UnusedResource;
import dev.holdfast.schemas.containers.prune.PruneContainersInput;
import dev.holdfast.schemas.containers.prune.PruneContainersInput.Images;
import dev.holdfast.schemas.containers.prune.PruneContainersInput.Volumes;
import dev.holdfast.schemas.server.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** An engine without what no container uses: containers first, because they hold the rest. */
public final class PruneDesiredState implements DesiredState<PruneContainersInput> {
  @Override
  public Class<PruneContainersInput> inputType() {
    return PruneContainersInput.class;
  }

  @Override
  public FactsQuery query(PruneContainersInput input) {
    return FactsQuery.of("unused", List.of(UnusedFacts.olderThan(input.olderThanSeconds())));
  }

  @Override
  public Desired desired(PruneContainersInput input, Facts facts, Server server) {
    UnusedFacts unused =
        facts.kinds().find(UnusedFacts.class, UnusedFacts.olderThan(input.olderThanSeconds()));
    if (unused == null) {
      return new Desired(
          List.of(),
          List.of(
              "engine: docker does not answer on the server; install it, or start it with systemctl start docker (Podman is not enough)"));
    }
    Set<String> removed =
        unused.things().stream()
            .filter(thing -> input.containers() && thing.what().equals("container"))
            .map(Thing::id)
            .collect(Collectors.toSet());
    Selection selection = new Selection(input, unused.things(), removed);
    List<Group> groups =
        List.of(
            selection.group("container", "Remove stopped containers", _ -> input.containers()),
            selection.group("network", "Remove unused networks", _ -> input.networks()),
            selection.group("volume", "Remove unused volumes", thing -> volume(input, thing)),
            selection.group("image", "Remove unused images", thing -> image(input, thing)));
    return new Desired(groups, List.of(), List.of(), selection.notes());
  }

  private static boolean volume(PruneContainersInput input, Thing volume) {
    return input.volumes() == Volumes.ALL
        || (input.volumes() == Volumes.ANONYMOUS && volume.name().matches("[0-9a-f]{64}"));
  }

  private static boolean image(PruneContainersInput input, Thing image) {
    return input.images() == Images.ALL
        || (input.images() == Images.UNTAGGED && image.references().isEmpty());
  }

  /**
   * What of the things is to be removed.
   *
   * @param removed the ids of the containers that are
   */
  private record Selection(PruneContainersInput input, List<Thing> things, Set<String> removed) {

    Group group(String what, String title, Predicate<Thing> asked) {
      return new Group(
          what + "s",
          title,
          0,
          free(what).stream()
              .filter(asked)
              .<Resource>map(thing ->
                  new UnusedResource(
                      what,
                      thing.id(),
                      thing.name(),
                      thing.since(),
                      thing.references(),
                      input.olderThanSeconds()))
              .toList());
    }

    /** What is there and was not asked for, so that nobody has to guess how to get rid of it. */
    List<String> notes() {
      List<String> notes = new ArrayList<>();
      if (!input.containers()) {
        note(notes, free("container").size(), "stopped containers", "--containers");
      }
      long volumes = free("volume").stream().filter(thing -> !volume(input, thing)).count();
      note(notes, volumes, "unused volumes with their data", "--volumes all");
      long images = free("image").stream().filter(thing -> !image(input, thing)).count();
      note(notes, images, "unused images", "--images all");
      return notes;
    }

    private static void note(List<String> notes, long count, String what, String option) {
      if (count > 0) {
        notes.add("%s (%d); remove them with %s".formatted(what, count, option));
      }
    }

    /** Those that no container holds which stays. */
    private List<Thing> free(String what) {
      return things.stream()
          .filter(thing -> thing.what().equals(what) && removed.containsAll(thing.users()))
          .toList();
    }
  }
}
