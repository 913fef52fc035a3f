package dev.holdfast.platform.containers;

import dev.holdfast.schemas.containers.monitor.ViolationKind;

/**
 * More than a container may use, or a connection to where none is expected.
 *
 * @param destination {@code 192.0.2.1:443/tcp}; empty for the other kinds
 * @param value what it uses, in percent or as a number
 * @param limit what it may use
 */
public record Breach(
    String container, ViolationKind kind, String destination, long value, long limit) {

  public static Breach of(String container, ViolationKind kind, long value, long limit) {
    return new Breach(container, kind, "", value, limit);
  }

  /** Whether both are about the same, whatever the figures are. */
  boolean isOfTheSameAs(Breach other) {
    return container.equals(other.container)
        && kind == other.kind
        && destination.equals(other.destination);
  }
}
