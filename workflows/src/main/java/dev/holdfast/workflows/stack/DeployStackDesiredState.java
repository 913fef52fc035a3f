package dev.holdfast.workflows.stack;

import dev.holdfast.schemas.change.ContainerResource;
import dev.holdfast.schemas.change.DesiredState;
import dev.holdfast.schemas.change.EngineFacts;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.ListeningFacts;
import dev.holdfast.schemas.change.MountFacts;
import dev.holdfast.schemas.change.PublishedPort;
import dev.holdfast.schemas.change.QuarantineFacts;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.ServerNames;
import dev.holdfast.schemas.stack.DeployStackInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The images, networks, volumes and containers of a stack, each tool after those that it depends
 * on.
 */
public final class DeployStackDesiredState implements DesiredState<DeployStackInput> {
  private static final String IMAGES = "images";
  private static final String SHARED = "shared";

  @Override
  public Class<DeployStackInput> inputType() {
    return DeployStackInput.class;
  }

  @Override
  public FactsQuery query(DeployStackInput input) {
    if (!StackFaults.of(input).isEmpty()) {
      return FactsQuery.none();
    }
    StackPlan plan = new StackPlan(input);
    List<String> names =
        new ArrayList<>(List.of(EngineFacts.ENGINE, ListeningFacts.ALL, QuarantineFacts.ALL));
    resources(plan).stream().map(Resource::subject).forEach(names::add);
    plan.paths().forEach(path -> names.add("mount:" + path));
    return FactsQuery.of("engine", names);
  }

  private static List<Resource> resources(StackPlan plan) {
    List<Resource> resources = new ArrayList<>(plan.images());
    resources.addAll(plan.networks());
    resources.addAll(plan.volumes());
    resources.addAll(plan.containers(UnaryOperator.identity()));
    return resources;
  }

  @Override
  public Desired desired(DeployStackInput input, Facts facts, Server server) {
    List<String> refusals = new ArrayList<>(StackFaults.of(input));
    if (!refusals.isEmpty()) {
      return new Desired(List.of(), refusals);
    }
    StackPlan plan = new StackPlan(input);
    KeptTools kept = KeptTools.of(input, containers(plan, facts), facts);
    refusals.addAll(refusals(plan, kept, facts, ServerNames.within(server.name())));
    return refusals.isEmpty()
        ? new Desired(groups(plan, kept, facts), List.of(), List.of(), kept.notes())
        : new Desired(List.of(), refusals);
  }

  private static List<Group> groups(StackPlan plan, KeptTools kept, Facts facts) {
    List<ContainerResource> containers = kept.others(containers(plan, facts));
    List<Group> groups = new ArrayList<>();
    groups.add(
        new Group(
            IMAGES,
            "Fetch images",
            0,
            List.copyOf(
                plan.images().stream()
                    .filter(image ->
                        containers.stream().anyMatch(one -> one.image().equals(image.reference())))
                    .toList())));
    groups.add(new Group(SHARED, "Make networks and volumes", 0, shared(plan, kept, containers)));
    for (ContainerResource container : containers) {
      List<String> after = new ArrayList<>(List.of(IMAGES, SHARED));
      plan.needs(container.tool()).forEach(tool -> after.add(group(tool)));
      groups.add(
          new Group(
              group(container.tool()), "Deploy " + container.tool(), 0, List.of(container), after));
    }
    return groups;
  }

  /**
   * As they are to be on this server. A proxy counts only as it runs there: the command is for the
   * one of the file.
   */
  private static List<ContainerResource> containers(StackPlan plan, Facts facts) {
    List<ContainerResource> containers = plan.containers(path -> resolved(path, facts));
    Set<String> inPlace =
        containers.stream()
            .filter(container -> KeptTools.isInPlace(container, facts))
            .map(ContainerResource::name)
            .collect(Collectors.toSet());
    return containers.stream()
        .map(container ->
            container.behind(
                container.proxies().stream()
                    .filter(proxy -> inPlace.contains(proxy.container()))
                    .toList()))
        .toList();
  }

  private static String group(String tool) {
    return "tool-" + tool;
  }

  /** What the containers are in and mount, without the volumes that others have made for them. */
  private static List<Resource> shared(
      StackPlan plan, KeptTools kept, List<ContainerResource> containers) {
    List<Resource> shared = new ArrayList<>();
    plan.networks().stream()
        .filter(
            network -> containers.stream().anyMatch(one -> one.networks().contains(network.name())))
        .forEach(shared::add);
    plan.volumes().stream()
        .filter(volume -> !kept.adopted().contains(volume.name()))
        .filter(volume ->
            containers.stream()
                .flatMap(one -> one.mounts().stream())
                .anyMatch(mount -> mount.startsWith(volume.name() + ":")))
        .forEach(shared::add);
    return shared;
  }

  private static List<String> refusals(StackPlan plan, KeptTools kept, Facts facts, String server) {
    if (facts.kinds().find(EngineFacts.class, EngineFacts.ENGINE) == null) {
      return List.of(
          "engine: docker does not answer on the server; install it, or start it with systemctl start docker (Podman is not enough)");
    }
    List<String> refusals = new ArrayList<>();
    DeployStackInput input = plan.input();
    List<ContainerResource> containers = kept.others(plan.containers(UnaryOperator.identity()));
    shared(plan, kept, containers)
        .forEach(resource -> foreign(resource.subject(), input, facts, refusals));
    plan.paths().forEach(path -> forbidden(path, facts).ifPresent(refusals::add));
    if (refusals.isEmpty()) {
      nested(plan, facts, refusals);
    }
    for (ContainerResource container : containers) {
      List<String> own =
          List.of(
              container.name(),
              EngineFacts.unproven(container.name()),
              EngineFacts.proven(container.name()));
      own.forEach(name -> foreign("container:" + name, input, facts, refusals));
      own.forEach(name -> isolated(name, facts, server, refusals));
      for (String port : container.ports()) {
        taken(PublishedPort.of(port), own, facts)
            .map(words -> "tools.%s.ports: %s".formatted(container.tool(), words))
            .ifPresent(refusals::add);
      }
    }
    return refusals;
  }

  /** What others made is neither used nor replaced. */
  private static void foreign(
      String name, DeployStackInput input, Facts facts, List<String> refusals) {
    EngineFacts there = facts.kinds().find(EngineFacts.class, name);
    if (there != null && !there.isOf(input.stack())) {
      refusals.add(
          "%s is there already and does not belong to the stack %s; remove it, or %s"
              .formatted(
                  name,
                  input.stack(),
                  input.names() == DeployStackInput.Names.TOOL
                      ? "leave the tool out of the stack"
                      : "name the stack otherwise"));
    }
  }

  /** It is evidence: nothing replaces it, and nothing else gets its name, until it is released. */
  private static void isolated(String name, Facts facts, String server, List<String> refusals) {
    QuarantineFacts all = facts.kinds().find(QuarantineFacts.class, QuarantineFacts.ALL);
    String reason = all == null ? null : all.reasons().get(name);
    if (reason != null) {
      refusals.add(
          "the container %1$s is in quarantine (%2$s); release it first: ./holdfast containers release %3$s %1$s"
              .formatted(name, reason, server));
    }
  }

  private static Optional<String> taken(PublishedPort port, List<String> own, Facts facts) {
    ListeningFacts all = facts.kinds().find(ListeningFacts.class, ListeningFacts.ALL);
    return all == null
        ? Optional.empty()
        : all.listeners().stream()
            .filter(one -> port.collides(one.protocol(), one.address(), one.port()))
            .filter(one -> !own.contains(one.container()))
            .findFirst()
            .map(one ->
                "port %d of the server is taken by %s; choose another one, or stop that first: what is deployed has its ports until it is replaced"
                    .formatted(port.server(), one.words()));
  }

  /** The server has looked: a path has other names there, by links and by mounts. */
  private static Optional<String> forbidden(String path, Facts facts) {
    MountFacts found = mount(path, facts);
    if (found == null) {
      return Optional.of(
          "volumes: the server does not say where %s leads; try again".formatted(path));
    }
    if (found.obstacle().isEmpty()) {
      return Optional.empty();
    }
    boolean moved = !found.resolved().isEmpty() && !found.resolved().equals(path);
    return Optional.of(
        "volumes: %s %s"
            .formatted(
                moved ? "%s leads to %s, which".formatted(path, found.resolved()) : path,
                found.obstacle()));
  }

  /** A tool that may write to a directory can make a link of what is in it. */
  private static void nested(StackPlan plan, Facts facts, List<String> refusals) {
    List<ContainerResource> containers = plan.containers(path -> resolved(path, facts));
    for (ContainerResource writer : containers) {
      for (String writable : writer.mounts()) {
        String above = StackPlan.source(writable) + "/";
        containers.stream()
            .flatMap(other -> other.mounts().stream())
            .map(StackPlan::source)
            .filter(source -> !writable.endsWith(":ro") && source.startsWith(above))
            .distinct()
            .map(source ->
                "volumes: %s lies in %s, to which %s may write; name directories that do not lie in each other"
                    .formatted(source, above.substring(0, above.length() - 1), writer.tool()))
            .forEach(refusals::add);
      }
    }
  }

  private static @Nullable MountFacts mount(String path, Facts facts) {
    return facts.kinds().find(MountFacts.class, "mount:" + path);
  }

  private static String resolved(String path, Facts facts) {
    MountFacts found = mount(path, facts);
    return found == null ? path : found.resolved();
  }
}
