package dev.holdfast.schemas.containers;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.RunsCommands;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be seen of the container engines of servers.
 *
 * @param show of what; its containers by default
 * @param name of the container that is inspected, or whose logs are read; null for the others
 * @param tail how many of the newest lines of the logs, 0–100,000; 100 by default
 * @param since of the logs from then on, as an instant; null for any
 * @param timestamps put the time in front of each line of the logs
 * @param followSeconds stay so long with the logs and take what is added, 0–86,400; 0 by default
 */
public record ContainersInput(
    Show show,
    @Nullable String name,
    Integer tail,
    @Nullable String since,
    Boolean timestamps,
    Integer followSeconds)
    implements RunsCommands {
  private static final int TAIL = 100;

  /** What can be seen. */
  public enum Show {
    LIST("ps --all"),
    INSPECT("inspect"),
    LOGS("logs"),
    QUARANTINED("ps --all --filter network=quarantine_net"),
    PORTS("ps"),
    NETWORKS("network ls"),
    VOLUMES("volume ls"),
    IMAGES("image ls");

    private final String command;

    Show(String command) {
      this.command = command;
    }

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Show of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Whether it is of one container. */
    public boolean named() {
      return this == INSPECT || this == LOGS;
    }
  }

  /** Engines take seconds since 1970, and their client counts them in 31 bits. */
  private static final Instant LATEST = Instant.ofEpochSecond(Integer.MAX_VALUE);

  public ContainersInput {
    show = Objects.requireNonNullElse(show, Show.LIST);
    tail = Objects.requireNonNullElse(tail, TAIL);
    timestamps = Objects.requireNonNullElse(timestamps, false);
    followSeconds = Objects.requireNonNullElse(followSeconds, 0);
    if (show.named() == (name == null)) {
      throw new IllegalArgumentException(
          show.named()
              ? "name: is missing; say which container"
              : "name: only for inspect and logs");
    }
    if (name != null) {
      ContainerNames.require("name", name);
    }
    if (show != Show.LOGS && (since != null || followSeconds > 0)) {
      throw new IllegalArgumentException(
          (since != null ? "since" : "followSeconds") + ": only for logs");
    }
    if (since != null) {
      try {
        if (Instant.parse(since).isAfter(LATEST)) {
          throw new IllegalArgumentException(
              "since: '" + since + "' is after 2038, as engines count");
        }
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException(
            "since: '" + since + "' is not a time such as 2026-01-31T12:00:00Z", e);
      }
    }
  }

  /** Something that the engine has a list of. */
  public static ContainersInput of(Show show) {
    return new ContainersInput(show, null, TAIL, null, false, 0);
  }

  /** What the engine knows of a container, or what that printed last. */
  public static ContainersInput of(Show show, String name) {
    return new ContainersInput(show, name, TAIL, null, false, 0);
  }

  public Duration following() {
    return Duration.ofSeconds(followSeconds);
  }

  /** The policy knows it as the commands that show the same. */
  @Override
  public List<Invocation> invocations() {
    Invocation docker =
        new Invocation.Words(
            Stream.concat(Stream.of(("docker " + show.command).split(" ")), Stream.ofNullable(name))
                .toList());
    return show == Show.PORTS
        ? List.of(docker, new Invocation.Words(List.of("ss", "-Hltunp")))
        : List.of(docker);
  }

  /** Whoever may use the engine is root on the server. */
  @Override
  public boolean asRoot() {
    return true;
  }
}
