package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What copy, fetch and sync take alike. */
final class TransferOptions {
  @Option(names = "--sudo", order = 20, description = "Do it as root on the servers.")
  private boolean sudo;

  @Option(
      names = "--via",
      paramLabel = "CHANNEL",
      order = 21,
      description =
          "sftp, scp or stream (default: the fastest that the server offers). Only stream can be"
              + " root; all but scp continue where they broke off.")
  private @Nullable Channel via;

  @Option(
      names = "--priority",
      paramLabel = "P",
      order = 22,
      description = "low, normal, high or critical (default: normal).")
  private @Nullable TypedPriority priority;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      order = 23,
      description = "Servers at the same time (default: 4).")
  private @Nullable Integer concurrency;

  @Option(
      names = "--max-failures",
      paramLabel = FailureLimit.LABEL,
      order = 24,
      description = FailureLimit.TEXT)
  private @Nullable String maxFailures;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      order = 25,
      description = "A repeated request with this key returns the first operation.")
  private @Nullable String idempotencyKey;

  @Mixin private WindowOption window = new WindowOption();
  @Mixin private FailedOf failedOf = new FailedOf();

  /** The servers that are meant. */
  String servers(ApiClient api, String selector) {
    return failedOf.narrow(api, selector);
  }

  /** How bytes travel. */
  enum Channel {
    sftp,
    scp,
    stream
  }

  /** What was said. */
  TransferRequest request() {
    return new TransferRequest(
        sudo,
        via == null ? null : via.name(),
        priority == null ? null : priority.name(),
        concurrency,
        maxFailures,
        window.hours);
  }

  /** A key of our own where none was given: an answer that got lost can be asked for again. */
  String key() {
    return idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
  }
}
