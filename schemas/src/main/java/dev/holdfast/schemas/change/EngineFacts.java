package dev.holdfast.schemas.change;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the Docker engine of a server says of one thing that is there, which is named {@code
 * container:NAME}, {@code network:NAME}, {@code volume:NAME}, {@code image:REFERENCE} or {@code
 * engine:docker}.
 *
 * @param ready of a container: whether it runs and is not unhealthy; true of others
 * @param spec what it was made of, where Holdfast made it
 * @param stacks which stack it belongs to; of an image: those of the containers that were made of
 *     it, with an empty name for one of none
 */
public record EngineFacts(boolean ready, @Nullable Resource spec, List<String> stacks) {
  /** The name of the fact that an engine answers. */
  public static final String ENGINE = "engine:docker";

  /** The name under which a container stands while it has not proven to work. */
  public static String unproven(String container) {
    return container + ".new";
  }

  /** The name under which it stands once it has, until the one before it is removed. */
  public static String proven(String container) {
    return container + ".proven";
  }

  public EngineFacts {
    stacks = List.copyOf(stacks);
  }

  /** Whether it was made for this stack alone. */
  public boolean isOf(String stack) {
    return stacks.equals(List.of(stack));
  }
}
