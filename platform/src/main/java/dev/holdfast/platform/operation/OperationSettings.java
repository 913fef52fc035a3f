package dev.holdfast.platform.operation;

import dev.holdfast.schemas.operation.OperationRequest;

/**
 * How an operation is to go about its servers.
 *
 * @param approved whoever asked approves the plan unseen
 * @param concurrency servers changed at the same time, at least 1
 * @param maxFailures failed servers after which no further server is started, at least 0
 */
public record OperationSettings(boolean approved, int concurrency, int maxFailures) {

  /** One failure stops the rest, unless somebody says otherwise. */
  public static final int DEFAULT_MAX_FAILURES = 0;

  public OperationSettings {
    if (concurrency < 1) {
      throw new IllegalArgumentException(
          "concurrency: must be at least 1, "
              + OperationRequest.DEFAULT_CONCURRENCY
              + " by default");
    }
    if (maxFailures < 0) {
      throw new IllegalArgumentException("maxFailures: must be at least 0");
    }
  }
}
