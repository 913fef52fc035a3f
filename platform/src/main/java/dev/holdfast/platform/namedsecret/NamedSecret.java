package dev.holdfast.platform.namedsecret;

import dev.holdfast.platform.credential.LeaseTerms;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a secret besides its value.
 *
 * @param version the newest
 * @param bytes of its newest value
 * @param setBy who set the newest
 * @param lease how each operation gets a credential of its own; null for one with a value
 */
public record NamedSecret(
    String name,
    String description,
    Map<String, String> labels,
    int version,
    int bytes,
    String setBy,
    Instant setAt,
    String createdBy,
    Instant createdAt,
    @Nullable LeaseTerms lease) {
  public NamedSecret {
    labels = Map.copyOf(labels);
  }

  /**
   * A version of a secret, without its value.
   *
   * @param bytes of its value
   */
  public record Version(int version, int bytes, String setBy, Instant setAt) {}

  /** A version that an operation read for a server. */
  public record Use(int version, String server, String operation, Instant usedAt) {}

  /** The value of a version. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Value(int version, byte[] bytes) {}
}
