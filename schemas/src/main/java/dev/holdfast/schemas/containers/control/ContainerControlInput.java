package dev.holdfast.schemas.containers.control;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.RunsCommands;
import dev.holdfast.schemas.containers.ContainerNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What is to be done to containers.
 *
 * @param action what
 * @param containers their names, 1–50, each once
 * @param stopSeconds how long one may take to end itself before it is killed, 0–600; 10 by default
 * @param force remove one that runs, too; false by default
 * @param volumes remove its anonymous volumes with it; false by default
 */
public record ContainerControlInput(
    Action action, List<String> containers, Integer stopSeconds, Boolean force, Boolean volumes)
    implements RunsCommands {
  private static final int STOP_SECONDS = 10;
  private static final int MOST = 50;

  /** What can be done to a container. */
  public enum Action {
    START("start"),
    STOP("stop"),
    RESTART("restart"),
    REMOVE("rm");

    private final String command;

    Action(String command) {
      this.command = command;
    }

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Action of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  public ContainerControlInput {
    Objects.requireNonNull(action, "action");
    containers = List.copyOf(Objects.requireNonNull(containers, "containers"));
    stopSeconds = Objects.requireNonNullElse(stopSeconds, STOP_SECONDS);
    force = Objects.requireNonNullElse(force, false);
    volumes = Objects.requireNonNullElse(volumes, false);
    if (containers.isEmpty() || containers.size() > MOST) {
      throw new IllegalArgumentException("containers: name 1 to " + MOST);
    }
    containers.forEach(name -> ContainerNames.require("containers", name));
    if (containers.stream().distinct().count() < containers.size()) {
      throw new IllegalArgumentException("containers: name each once");
    }
    if (action != Action.REMOVE && (force || volumes)) {
      throw new IllegalArgumentException((force ? "force" : "volumes") + ": only for remove");
    }
  }

  /** With the defaults. */
  public static ContainerControlInput of(Action action, String... containers) {
    return new ContainerControlInput(action, List.of(containers), STOP_SECONDS, false, false);
  }

  /** How long it may take at most. */
  public Duration longest() {
    return Duration.ofSeconds(stopSeconds + 30L).multipliedBy(containers.size());
  }

  /** The policy knows it as the commands of Docker's own client that do the same. */
  @Override
  public List<Invocation> invocations() {
    List<Invocation> commands = new ArrayList<>();
    for (String name : containers) {
      List<String> words = new ArrayList<>(List.of("docker", action.command));
      if (force) {
        words.add("--force");
      }
      if (volumes) {
        words.add("--volumes");
      }
      words.add(name);
      commands.add(new Invocation.Words(words));
    }
    return commands;
  }

  /** Whoever may use the engine is root on the server. */
  @Override
  public boolean asRoot() {
    return true;
  }
}
