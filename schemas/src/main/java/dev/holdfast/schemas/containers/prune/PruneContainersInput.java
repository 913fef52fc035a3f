package dev.holdfast.schemas.containers.prune;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.RunsCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What is removed of that which nothing uses.
 *
 * @param containers whether containers that have stopped are; not by default
 * @param images which images are
 * @param networks whether networks are
 * @param volumes which volumes are, with the data in them; none by default
 * @param olderThanSeconds for how long it has to be as it is, 0–315,360,000 (ten years): a
 *     container stopped, an image tagged, a network or a volume made; 86,400 (a day) by default
 */
public record PruneContainersInput(
    Boolean containers, Images images, Boolean networks, Volumes volumes, Integer olderThanSeconds)
    implements RunsCommands {
  private static final int DAY = 86_400;

  public PruneContainersInput {
    containers = Objects.requireNonNullElse(containers, false);
    images = Objects.requireNonNullElse(images, Images.UNTAGGED);
    networks = Objects.requireNonNullElse(networks, true);
    volumes = Objects.requireNonNullElse(volumes, Volumes.NONE);
    olderThanSeconds = Objects.requireNonNullElse(olderThanSeconds, DAY);
  }

  /** Which images. */
  public enum Images {
    NONE,
    /** Those without a name, such as what a build has left. */
    UNTAGGED,
    ALL;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Images of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** Which volumes. */
  public enum Volumes {
    NONE,
    /** Those that an engine has named, because nobody did. */
    ANONYMOUS,
    ALL;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Volumes of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** The policy knows it as the engine's own commands for this. */
  @Override
  public List<Invocation> invocations() {
    List<String> pruned = new ArrayList<>();
    if (containers) {
      pruned.add("container");
    }
    if (images != Images.NONE) {
      pruned.add("image");
    }
    if (networks) {
      pruned.add("network");
    }
    if (volumes != Volumes.NONE) {
      pruned.add("volume");
    }
    return pruned.stream()
        .<Invocation>map(what -> new Invocation.Words(List.of("docker", what, "prune", "--force")))
        .toList();
  }

  @Override
  public boolean asRoot() {
    return true;
  }
}
