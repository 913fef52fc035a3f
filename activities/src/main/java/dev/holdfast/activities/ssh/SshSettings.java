package dev.holdfast.activities.ssh;

import java.time.Duration;

/**
 * How connections are made and kept.
 *
 * @param connectTimeout for the TCP connection
 * @param handshakeTimeout for everything from the TCP connection to the login, each answer by
 *     itself and all together
 * @param keepAlive how often a server is asked whether it is there; three silences end the
 *     connection
 * @param idle after which an unused connection is closed
 * @param channels at once on one connection until the server has told or shown what it takes: half
 *     of OpenSSH's default MaxSessions, because sessions that have just ended still count
 * @param openPatience how long a server that refuses to open a channel is asked again
 * @param limits what holds for all connections together
 */
public record SshSettings(
    Duration connectTimeout,
    Duration handshakeTimeout,
    Duration keepAlive,
    Duration idle,
    int channels,
    Duration openPatience,
    Limits limits) {

  public SshSettings {
    if (keepAlive.toSeconds() < 1) {
      throw new IllegalArgumentException("keepAlive: at least one second");
    }
    if (channels < 1) {
      throw new IllegalArgumentException("channels: at least one");
    }
  }

  /** With the default limits. */
  public SshSettings(
      Duration connectTimeout,
      Duration handshakeTimeout,
      Duration keepAlive,
      Duration idle,
      int channels,
      Duration openPatience) {
    this(
        connectTimeout,
        handshakeTimeout,
        keepAlive,
        idle,
        channels,
        openPatience,
        Limits.defaults());
  }

  /**
   * What keeps connecting from doing harm.
   *
   * @param handshakesPerServer connections in the making at once to one address; OpenSSH turns away
   *     at random from the tenth on, whoever makes them (MaxStartups)
   * @param handshakes connections in the making at once to all servers, since each costs tens of
   *     milliseconds of a processor; more than that yield for a few seconds
   * @param failures connects in a row that fail before a server is left alone
   * @param probeDelay until it is tried for the first time then; doubled after every failure
   * @param longestProbeDelay where the doubling ends
   */
  public record Limits(
      int handshakesPerServer,
      int handshakes,
      int failures,
      Duration probeDelay,
      Duration longestProbeDelay) {

    public static Limits defaults() {
      return new Limits(4, 32, 3, Duration.ofSeconds(1), Duration.ofSeconds(60));
    }
  }

  public static SshSettings defaults() {
    return new SshSettings(
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(4),
        Duration.ofMinutes(5),
        5,
        Duration.ofSeconds(10));
  }
}
