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
 * @param channels at once on one connection: half of OpenSSH's default MaxSessions, because
 *     sessions that have just ended still count
 * @param openPatience how long a server that refuses to open a channel is asked again
 */
public record SshSettings(
    Duration connectTimeout,
    Duration handshakeTimeout,
    Duration keepAlive,
    Duration idle,
    int channels,
    Duration openPatience) {

  public SshSettings {
    if (keepAlive.toSeconds() < 1) {
      throw new IllegalArgumentException("keepAlive: at least one second");
    }
    if (channels < 1) {
      throw new IllegalArgumentException("channels: at least one");
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
