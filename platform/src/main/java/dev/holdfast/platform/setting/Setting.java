package dev.holdfast.platform.setting;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A setting: a whole number within bounds.
 *
 * @param name as a person writes it
 * @param unit of its values
 * @param fallback what holds while nobody has set it
 */
public record Setting(
    String name, String unit, int fallback, int least, int most, String description) {

  /** Longer than Temporal keeps a history: a history that can be opened has its operation. */
  private static final int AFTER_TEMPORAL = 31;

  private static final int TEN_YEARS = 3653;

  public static final Setting RETENTION_OPERATIONS =
      new Setting(
          "retention.operations",
          "days",
          365,
          AFTER_TEMPORAL,
          TEN_YEARS,
          "how long an operation is kept after its end, with its steps, output, plans and"
              + " approvals");

  public static final Setting RETENTION_UNDO =
      new Setting(
          "retention.undo",
          "days",
          365,
          AFTER_TEMPORAL,
          TEN_YEARS,
          "how long at least an operation is kept whose changes can be undone");

  public static final Setting SESSION_IDLE =
      new Setting(
          "session.idle",
          "minutes",
          30,
          1,
          7 * 24 * 60,
          "how long a session that begins now lasts without being used");

  public static final Setting SESSION_ABSOLUTE =
      new Setting(
          "session.absolute",
          "hours",
          12,
          1,
          7 * 24,
          "how long a session that begins now lasts however much it is used");

  public static final Setting PASSWORD_HISTORY =
      new Setting(
          "password.history",
          "passwords",
          5,
          0,
          24,
          "how many of a user's last passwords cannot be used again");

  public static final Setting REQUESTS =
      new Setting(
          "api.requests",
          "requests a minute",
          600,
          60,
          1_000_000,
          "how many requests a token or a session may send; the owner's token is not limited");

  public static final Setting NOTIFY_RETRIES =
      new Setting(
          "notify.retries",
          "hours",
          24,
          1,
          7 * 24,
          "how long an event is tried to be sent to a sink before it is a dead letter");

  public static final Setting NOTIFY_DELIVERED =
      new Setting(
          "notify.delivered",
          "days",
          7,
          1,
          AFTER_TEMPORAL,
          "how long it is kept that an event was delivered to a sink");

  public static final Setting NOTIFY_PRIVATE =
      new Setting(
          "notify.private-addresses",
          "as its description says",
          0,
          0,
          2,
          "where sinks may send besides public addresses: 0 nowhere, 1 to private networks,"
              + " 2 also to this machine");

  public static final Setting PROVIDER_PRIVATE =
      new Setting(
          "identity-provider.private-addresses",
          "as its description says",
          0,
          0,
          2,
          "where identity providers may be besides public addresses: 0 nowhere, 1 in private"
              + " networks, 2 also on this machine");

  public static final Setting GATE_PRIVATE =
      new Setting(
          "gate.private-addresses",
          "as its description says",
          0,
          0,
          2,
          "where gates between waves may ask besides public addresses: 0 nowhere, 1 in private"
              + " networks, 2 also on this machine");

  public static final Setting LEASE_PRIVATE =
      new Setting(
          "lease.private-addresses",
          "as its description says",
          1,
          0,
          2,
          "where databases of leased secrets may be besides public addresses: 0 nowhere, 1 in"
              + " private networks, 2 also on this machine");

  public static final Setting CONTAINERS_CPU =
      new Setting(
          "containers.cpu",
          "percent",
          80,
          1,
          100,
          "how much of the CPU that it may use a container uses before that is a violation");

  public static final Setting CONTAINERS_MEMORY =
      new Setting(
          "containers.memory",
          "percent",
          85,
          1,
          100,
          "how much of the memory that it may use a container uses before that is a violation");

  public static final Setting CONTAINERS_CONNECTIONS =
      new Setting(
          "containers.connections",
          "connections",
          100,
          1,
          1_000_000,
          "how many open connections of a container are no violation");

  public static final Setting CONTAINERS_PROCESSES =
      new Setting(
          "containers.processes",
          "processes",
          50,
          1,
          1_000_000,
          "how many processes of a container are no violation");

  public static final Setting CONTAINERS_LEARN =
      new Setting(
          "containers.learn",
          "minutes",
          10,
          0,
          7 * 24 * 60,
          "how long is learnt where a container connects to; what comes after is a violation");

  private static final Setting[] ALL = {
    RETENTION_OPERATIONS,
    RETENTION_UNDO,
    SESSION_IDLE,
    SESSION_ABSOLUTE,
    PASSWORD_HISTORY,
    REQUESTS,
    NOTIFY_RETRIES,
    NOTIFY_DELIVERED,
    NOTIFY_PRIVATE,
    PROVIDER_PRIVATE,
    GATE_PRIVATE,
    LEASE_PRIVATE,
    CONTAINERS_CPU,
    CONTAINERS_MEMORY,
    CONTAINERS_CONNECTIONS,
    CONTAINERS_PROCESSES,
    CONTAINERS_LEARN
  };

  /** All settings, by name. */
  public static List<Setting> all() {
    return List.of(ALL);
  }

  public static Optional<Setting> find(String name) {
    return Arrays.stream(ALL).filter(setting -> setting.name.equals(name)).findFirst();
  }

  /**
   * Checks a value.
   *
   * @throws IllegalArgumentException if it is out of bounds
   */
  public void check(int value) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "must be between %d and %d %s".formatted(least, most, unit));
    }
  }
}
