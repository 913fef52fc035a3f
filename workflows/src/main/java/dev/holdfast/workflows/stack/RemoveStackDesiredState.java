package dev.holdfast.workflows.stack;

import dev.holdfast.schemas.change.AbsentResource;
import dev.holdfast.schemas.change.ContainerResource;
import dev.holdfast.schemas.change.ContainerVolumeResource;
import dev.holdfast.schemas.change.DesiredState;
import dev.holdfast.schemas.change.EngineFacts;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.QuarantineFacts;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.change.StackFacts;
import dev.holdfast.schemas.change.VolumeUseFacts;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.ServerNames;
import dev.holdfast.schemas.stack.remove.RemoveStackInput;
import java.util.ArrayList;
import java.util.List;

/** A server without what a stack has there: first its containers, then what they shared. */
public final class RemoveStackDesiredState implements DesiredState<RemoveStackInput> {
  @Override
  public Class<RemoveStackInput> inputType() {
    return RemoveStackInput.class;
  }

  @Override
  public FactsQuery query(RemoveStackInput input) {
    return FactsQuery.of(
        "engine",
        List.of(
            EngineFacts.ENGINE,
            QuarantineFacts.ALL,
            VolumeUseFacts.ALL,
            StackFacts.of(input.stack())));
  }

  @Override
  public Desired desired(RemoveStackInput input, Facts facts, Server server) {
    StackFacts all = facts.kinds().find(StackFacts.class, StackFacts.of(input.stack()));
    if (all == null) {
      return new Desired(
          List.of(),
          List.of(
              "engine: docker does not answer on the server; install it, or start it with systemctl start docker (Podman is not enough)"));
    }
    List<String> refusals = new ArrayList<>();
    List<ContainerResource> containers = new ArrayList<>();
    List<Resource> shared = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (String subject : all.subjects()) {
      EngineFacts there = facts.kinds().find(EngineFacts.class, subject);
      Resource spec = there == null ? null : there.spec();
      String name = subject.substring(subject.indexOf(':') + 1);
      isolated(name, facts, ServerNames.within(server.name()), refusals);
      switch (spec) {
        case ContainerResource container -> containers.add(container);
        case ContainerVolumeResource _ when !input.volumes() ->
            notes.add("the volume %s with its data; remove it with --volumes".formatted(name));
        case ContainerVolumeResource _ when !others(name, input, facts).isEmpty() ->
            refusals.add(
                "the volume %s is mounted by %s, which the stack does not have; remove that first, or leave --volumes out"
                    .formatted(name, String.join(", ", others(name, input, facts))));
        case null ->
            refusals.add(
                "%s is of another version of Holdfast, which an undo could not make again; remove it with docker on the server"
                    .formatted(subject));
        default -> shared.add(new AbsentResource(spec));
      }
    }
    if (!refusals.isEmpty()) {
      return new Desired(List.of(), refusals);
    }
    List<Resource> dependentsFirst =
        RemovalOrder.of(input.stack(), containers).stream()
            .<Resource>map(AbsentResource::new)
            .toList();
    return new Desired(
        List.of(
            new Group("tools", "Remove containers", 0, dependentsFirst),
            new Group("shared", "Remove what they shared", 0, shared)),
        List.of(),
        List.of(),
        notes);
  }

  private static List<String> others(String volume, RemoveStackInput input, Facts facts) {
    VolumeUseFacts uses = facts.kinds().find(VolumeUseFacts.class, VolumeUseFacts.ALL);
    return uses == null ? List.of() : uses.others(volume, input.stack());
  }

  private static void isolated(
      String container, Facts facts, String server, List<String> refusals) {
    QuarantineFacts all = facts.kinds().find(QuarantineFacts.class, QuarantineFacts.ALL);
    String reason = all == null ? null : all.reasons().get(container);
    if (reason != null) {
      refusals.add(
          "the container %1$s is in quarantine (%2$s); release it first: ./holdfast containers release %3$s %1$s"
              .formatted(container, reason, server));
    }
  }
}
