package dev.holdfast.schemas.operation;

import java.util.Objects;

/**
 * One execution of an operation over the servers that PostgreSQL lists for it.
 *
 * @param id {@code op-…}, also the workflow id
 * @param type the operation's name in the catalogue
 * @param initiator who asked for it
 * @param input the operation's own input, already valid against its JSON Schema
 * @param dryRun stop after the plan
 * @param approved whoever asked approves the plan unseen
 * @param concurrency servers changed at the same time, at least 1
 * @param maxFailures failed servers after which no further server is started, at least 0
 */
public record OperationRequest<I>(
    String id,
    String type,
    String initiator,
    I input,
    boolean dryRun,
    boolean approved,
    Priority priority,
    int concurrency,
    int maxFailures) {

  /** As many servers at a time as FEATURES A6 asks for by default. */
  public static final int DEFAULT_CONCURRENCY = 4;

  public OperationRequest {
    Objects.requireNonNull(input, "input");
    if (!id.startsWith("op-")) {
      throw new IllegalArgumentException("id: '" + id + "' does not start with op-");
    }
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency: must be at least 1");
    }
    if (maxFailures < 0) {
      throw new IllegalArgumentException("maxFailures: must be at least 0");
    }
  }
}
