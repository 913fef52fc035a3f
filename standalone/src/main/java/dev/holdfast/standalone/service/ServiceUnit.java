package dev.holdfast.standalone.service;

import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.PlatformFailure;
import dev.holdfast.standalone.platform.Keeper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * The unit that starts a platform: its main process is the platform's parent, the shell that starts
 * it again.
 *
 * @param launcher the {@code holdfast} program
 * @param options what {@code up} is given besides
 * @param environment what {@code up} finds in its environment
 */
public record ServiceUnit(
    Home home, Path launcher, List<String> options, SequencedMap<String, String> environment) {

  public static final String NAME = "holdfast.service";

  /** The longest that {@code up} waits, and a little more. */
  private static final int START_SECONDS = 300;

  /** The longest that {@code down} waits, and a little more. */
  private static final int STOP_SECONDS = 120;

  public ServiceUnit {
    options = List.copyOf(options);
  }

  /**
   * The unit's file.
   *
   * @param system of the system's manager, or else of a user's own
   */
  public String text(boolean system) {
    return """
    # Written by: holdfast up --install-service. Removed by: holdfast down --remove-service.
    [Unit]
    Description=Holdfast in %s
    %s# It tries for as long as it takes.
    StartLimitIntervalSec=0

    [Service]
    Type=forking
    %s
    WorkingDirectory=%s
    ExecStart=%s up --service%s
    PIDFile=%s
    # The parent of the platform stops it in order. When that parent is killed, all the rest keeps running, and the
    # new one adopts it.
    KillMode=process
    Restart=on-failure
    RestartSec=2
    SuccessExitStatus=143
    # One part without memory is no reason to stop the others.
    OOMPolicy=continue
    # The launcher's pipes end as they do in a terminal.
    IgnoreSIGPIPE=no
    TimeoutStartSec=%d
    TimeoutStopSec=%d

    [Install]
    WantedBy=%s
    """
        .formatted(
            bare(home.root()),
            system ? "After=network.target\n" : "",
            environment.entrySet().stream()
                .map(ServiceUnit::assignment)
                .collect(Collectors.joining("\n")),
            bare(home.root()),
            quoted(launcher.toString()),
            options.stream().map(it -> " " + quoted(it)).collect(Collectors.joining()),
            bare(home.run().resolve(Keeper.PID_FILE)),
            START_SECONDS,
            STOP_SECONDS,
            system ? "multi-user.target" : "default.target");
  }

  /** Whether a unit's file starts the platform of this home. */
  static boolean starts(Home home, String text) {
    return text.lines()
        .anyMatch(assignment(Map.entry("HOLDFAST_HOME", home.root().toString()))::equals);
  }

  private static String assignment(Map.Entry<String, String> variable) {
    return "Environment=" + quoted(variable.getKey() + "=" + variable.getValue());
  }

  /** A path where systemd takes the rest of the line. */
  private static String bare(Path path) {
    return oneLine(path.toString()).replace("%", "%%");
  }

  /** One word of a line. */
  private static String quoted(String word) {
    return "\""
        + oneLine(word).replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%")
        + "\"";
  }

  private static String oneLine(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new PlatformFailure(
          PlatformFailure.USAGE,
          "a service cannot be made of a name with control characters: " + text.strip());
    }
    return text;
  }
}
