package dev.holdfast.activities.stack;

import dev.holdfast.activities.resource.Scripts;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.ContainerResource;
import dev.holdfast.schemas.change.EngineFacts;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes, replaces and removes containers of stacks. A replaced one is stopped and kept until the
 * new one is healthy, and started again where it does not get so.
 */
public final class ContainerHandler extends EngineHandler<ContainerResource> {
  private static final String APPLY =
      ENGINE + Scripts.load(ContainerHandler.class, "mounts.sh", "handover.sh", "container.sh");
  private static final String RESTORE = ENGINE + Scripts.load(ContainerHandler.class, "restore.sh");
  private static final Duration HEALTHY_WITHIN = Duration.ofMinutes(5);

  /** Stopping, making, starting and putting back, on a server that is busy. */
  private static final Duration AROUND = Duration.ofMinutes(4);

  @Override
  public Optional<Change> compare(ContainerResource desired, Facts facts) {
    EngineFacts there = find(desired, facts).orElse(null);
    @Nullable Resource before = spec(desired, facts);
    boolean same = made(desired).equals(before);
    boolean unfinished =
        Stream.of(EngineFacts.unproven(desired.name()), EngineFacts.proven(desired.name()))
            .anyMatch(name -> facts.kinds().find(EngineFacts.class, "container:" + name) != null);
    if (same && !unfinished && there != null && there.ready()) {
      return Optional.empty();
    }
    // An undo hands over as well, by the proxies of now.
    Resource old =
        before instanceof ContainerResource container
            ? container.behind(desired.proxies())
            : before;
    return Optional.of(making(title(desired, there, same), old, desired));
  }

  /** What stands before a container is none of it, and changes without it. */
  @Override
  Resource made(Resource resource) {
    return resource instanceof ContainerResource container ? container.behind(List.of()) : resource;
  }

  /** One that has proven to work counts, although it may not have its name yet. */
  @Override
  Optional<EngineFacts> find(Resource resource, Facts facts) {
    return Optional.ofNullable(
            facts.kinds().find(EngineFacts.class, EngineFacts.proven(resource.subject())))
        .or(() -> super.find(resource, facts));
  }

  private static String title(
      ContainerResource desired, @Nullable EngineFacts there, boolean same) {
    if (there == null) {
      return "Make " + words(desired);
    }
    if (same) {
      return "Start %s again".formatted(words(desired));
    }
    return desired.isReplacedWithoutGap()
        ? "Replace %s without a gap: %s sends to the new one once it works"
            .formatted(
                words(desired),
                desired.proxies().stream()
                    .map(ContainerResource.Proxy::container)
                    .collect(Collectors.joining(", ")))
        : "Replace %s, which is down until the new one has started".formatted(words(desired));
  }

  @Override
  public Duration time() {
    return HEALTHY_WITHIN.plus(AROUND);
  }

  @Override
  public String apply(ContainerResource container) {
    String secrets =
        container.secrets().keySet().stream()
            .map(name ->
                "export %s=%s\n"
                    .formatted(
                        name,
                        Quoting.quote(
                            Objects.requireNonNull(container.environment().get(name), name))))
            .collect(Collectors.joining());
    return """
    name=%s stack=%s tool=%s spec=%s user=%s within=%d
    health=%s
    first=%s networks=%s
    volumes=%s
    paths=%s
    beside_old=%s
    restore=%s
    switch_to() {
    %s  true
    }
    # The values of secrets are in its environment, where only root sees them, and not in its arguments.
    create() (
      %sexec docker create --name "$1" ${alias:+"--network-alias=$alias"} %s
    )
    """
            .formatted(
                Quoting.quote(container.name()),
                Quoting.quote(container.stack()),
                Quoting.quote(container.tool()),
                Quoting.quote(Specs.label(container)),
                Quoting.quote(container.user()),
                HEALTHY_WITHIN.toSeconds(),
                Quoting.quote(Objects.requireNonNullElse(container.healthcheck(), "")),
                words(container.networks().stream().limit(1)),
                words(container.networks().stream().skip(1)),
                words(sources(container).filter(source -> !source.startsWith("/"))),
                words(sources(container).filter(source -> source.startsWith("/"))),
                container.isReplacedWithoutGap() ? "1" : "",
                Quoting.quote(RESTORE),
                container.proxies().stream()
                    .map(proxy ->
                        "  point \"$1\" %s %s %s &&\n"
                            .formatted(
                                Quoting.quote(proxy.container()),
                                Quoting.quote(proxy.network()),
                                Quoting.quote(proxy.command())))
                    .collect(Collectors.joining()),
                secrets,
                CreateOptions.of(container).stream()
                    .map(Quoting::quote)
                    .collect(Collectors.joining(" ")))
        + APPLY;
  }

  private static Stream<String> sources(ContainerResource container) {
    return container.mounts().stream().map(mount -> mount.substring(0, mount.indexOf(':')));
  }

  /** As one word; none of them holds a blank. */
  private static String words(Stream<String> names) {
    return Quoting.quote(names.collect(Collectors.joining(" ")));
  }

  @Override
  public String remove(ContainerResource container) {
    return ENGINE
        + """
        name=%s stack=%s
        restored "$name"
        for one in "$name" "$name.new" "$name.proven"; do
          ask container inspect -f '{{index .Config.Labels "dev.holdfast.stack"}}' -- "$one" || continue
          [ "$said" = "$stack" ] || fail "the container $one does not belong to the stack $stack; it stays"
          free "$one"
          tell docker rm --force --volumes -- "$one"
        done
        """
            .formatted(Quoting.quote(container.name()), Quoting.quote(container.stack()));
  }
}
