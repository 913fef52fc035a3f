package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
 * @param waves how the servers are divided, see {@link Waves}; null for one wave of all
 * @param progress how far an earlier run of its workflow has come; null for the first
 * @param waitSeconds how long it waits for somebody to see to servers on which it has failed, from
 *     when somebody last did; null where it does not wait, and fails
 * @param conditions under which it works on its servers; null for none
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
    int maxFailures,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Share> waves,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FleetProgress progress,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long waitSeconds,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FleetConditions conditions) {

  /** As many servers at a time as FEATURES A6 asks for by default. */
  public static final int DEFAULT_CONCURRENCY = 4;

  /** More than these would only wait for each other. */
  public static final int MOST_CONCURRENT = 500;

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
    if (waitSeconds != null && waitSeconds < 1) {
      throw new IllegalArgumentException("waitSeconds: must be at least 1");
    }
    waves = waves == null ? null : List.copyOf(waves);
  }

  /** An operation whose servers are one wave. */
  public OperationRequest(
      String id,
      String type,
      String initiator,
      I input,
      boolean dryRun,
      boolean approved,
      Priority priority,
      int concurrency,
      int maxFailures) {
    this(id, type, initiator, input, dryRun, approved, priority, concurrency, maxFailures, null);
  }

  /** An operation of which nothing has been done. */
  public OperationRequest(
      String id,
      String type,
      String initiator,
      I input,
      boolean dryRun,
      boolean approved,
      Priority priority,
      int concurrency,
      int maxFailures,
      @Nullable List<Share> waves) {
    this(
        id,
        type,
        initiator,
        input,
        dryRun,
        approved,
        priority,
        concurrency,
        maxFailures,
        waves,
        null,
        null,
        null);
  }

  /** The same operation, this far. */
  public OperationRequest<I> at(@Nullable FleetProgress now) {
    return new OperationRequest<>(
        id,
        type,
        initiator,
        input,
        dryRun,
        approved,
        priority,
        concurrency,
        maxFailures,
        waves,
        now,
        waitSeconds,
        conditions);
  }

  /** The same operation, which waits for so long where it has failed on servers. */
  public OperationRequest<I> waiting(@Nullable Long seconds) {
    return new OperationRequest<>(
        id,
        type,
        initiator,
        input,
        dryRun,
        approved,
        priority,
        concurrency,
        maxFailures,
        waves,
        progress,
        seconds,
        conditions);
  }

  /** The same operation, under these conditions. */
  public OperationRequest<I> under(@Nullable FleetConditions which) {
    return new OperationRequest<>(
        id,
        type,
        initiator,
        input,
        dryRun,
        approved,
        priority,
        concurrency,
        maxFailures,
        waves,
        progress,
        waitSeconds,
        which);
  }

  /** The same operation as one server has it. */
  public OperationRequest<I> with(I own, boolean stillApproved) {
    return new OperationRequest<>(
        id,
        type,
        initiator,
        own,
        dryRun,
        stillApproved,
        priority,
        concurrency,
        maxFailures,
        waves,
        progress,
        waitSeconds,
        conditions);
  }
}
