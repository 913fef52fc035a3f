package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.schemas.failure.FailureData;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an operation came to on one server.
 *
 * @param changes changes made, or for a dry run, found
 * @param unchanged resources that were already as desired
 * @param planHash the hash of the server's plan, once there is one
 * @param error why it failed, in words a person understands; null unless it failed
 * @param outcome what the operation has to tell beyond that, in its own small terms, such as an
 *     exit code; null where there is nothing
 * @param attempt which attempt at the server says so, from 1; null where there is only one
 * @param failure the error for programs; null unless it failed, and in what was recorded before
 *     there was any
 */
public record ServerResult(
    String server,
    ServerState state,
    int changes,
    int unchanged,
    @Nullable String planHash,
    @Nullable String error,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, Object> outcome,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer attempt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FailureData failure) {

  public ServerResult {
    failure = failure == null || error == null ? null : failure.saying(error);
  }

  /** A result that is no failure, or says no more of it. */
  public ServerResult(
      String server,
      ServerState state,
      int changes,
      int unchanged,
      @Nullable String planHash,
      @Nullable String error,
      @Nullable Map<String, Object> outcome,
      @Nullable Integer attempt) {
    this(server, state, changes, unchanged, planHash, error, outcome, attempt, null);
  }

  /** A result of the only attempt. */
  public ServerResult(
      String server,
      ServerState state,
      int changes,
      int unchanged,
      @Nullable String planHash,
      @Nullable String error,
      @Nullable Map<String, Object> outcome) {
    this(server, state, changes, unchanged, planHash, error, outcome, null);
  }

  /** A result that has nothing to tell beyond its state. */
  public ServerResult(
      String server,
      ServerState state,
      int changes,
      int unchanged,
      @Nullable String planHash,
      @Nullable String error) {
    this(server, state, changes, unchanged, planHash, error, null, null);
  }

  /** The same, said by this attempt. */
  public ServerResult by(@Nullable Integer which) {
    return new ServerResult(
        server, state, changes, unchanged, planHash, error, outcome, which, failure);
  }

  /** The same with its error for programs, in the words of the error that it has. */
  public ServerResult with(@Nullable FailureData why) {
    return new ServerResult(
        server, state, changes, unchanged, planHash, error, outcome, attempt, why);
  }

  /** The same with what it failed with masked. */
  public ServerResult masked(UnaryOperator<String> mask) {
    return new ServerResult(
        server,
        state,
        changes,
        unchanged,
        planHash,
        error == null ? null : mask.apply(error),
        outcome,
        attempt,
        failure == null ? null : failure.masked(mask));
  }
}
