package dev.holdfast.platform.containers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a container may use before that is a violation; null where nothing is said of it.
 *
 * @param cpu percent of what it may use at most
 * @param memory percent of what it may use at most
 * @param expected where it may connect to; null for what was learnt
 */
public record ContainerLimits(
    @Nullable Integer cpu,
    @Nullable Integer memory,
    @Nullable Integer connections,
    @Nullable Integer processes,
    @Nullable List<String> expected) {
  public static final ContainerLimits NONE = new ContainerLimits(null, null, null, null, null);

  public ContainerLimits {
    expected = expected == null ? null : List.copyOf(expected);
  }

  /** These, and what they do not say as the others say it. */
  public ContainerLimits over(ContainerLimits others) {
    return new ContainerLimits(
        cpu == null ? others.cpu : cpu,
        memory == null ? others.memory : memory,
        connections == null ? others.connections : connections,
        processes == null ? others.processes : processes,
        expected == null ? others.expected : expected);
  }
}
