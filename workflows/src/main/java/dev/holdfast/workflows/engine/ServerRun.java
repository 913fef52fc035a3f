package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.Steering.Decision;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One server's part of an operation that makes no plan: lease, the given steps, release. */
public final class ServerRun<I> {
  private final OperationRequest<I> operation;
  private final String server;
  private final Records records;
  private final Steps steps;
  private final @Nullable String queue;
  private final @Nullable Integer attempt;
  private final @Nullable String approval;
  private final @Nullable SteeringHandlers steering;
  private Supplier<@Nullable Map<String, Object>> soFar = () -> null;
  private UnaryOperator<String> failing = UnaryOperator.identity();

  public ServerRun(ServerRequest<I> request) {
    this.operation = request.operation();
    this.server = request.server();
    this.queue = request.queue();
    this.attempt = request.attempt();
    this.approval = request.approval();
    this.steering = approval == null ? null : SteeringHandlers.listen();
    this.records = new Records(operation.id(), request.attempt());
    this.steps = new Steps(operation.id(), server, queue, request.attempt());
  }

  /**
   * What the steps came to.
   *
   * @param changes changes made
   * @param unchanged what was already as desired
   * @param error why they failed; null where they succeeded
   * @param outcome what the operation has to tell of this server, in its own small terms
   * @param interrupted whether nobody can know how far the step came that failed
   * @param type of the failure; null where it is as it mostly is
   * @param origin what more is known of it; null where nothing is
   */
  public record Done(
      int changes,
      int unchanged,
      @Nullable String error,
      @Nullable Map<String, Object> outcome,
      boolean interrupted,
      @Nullable FailureType type,
      @Nullable FailureOrigin origin) {

    /** Steps of which it is known how they ended. */
    public Done(
        int changes, int unchanged, @Nullable String error, @Nullable Map<String, Object> outcome) {
      this(changes, unchanged, error, outcome, false);
    }

    /** Steps of whose failure no more is known. */
    public Done(
        int changes,
        int unchanged,
        @Nullable String error,
        @Nullable Map<String, Object> outcome,
        boolean interrupted) {
      this(changes, unchanged, error, outcome, interrupted, null, null);
    }

    /** The same, of whose failure more is known. */
    public Done from(FailureOrigin what) {
      return new Done(changes, unchanged, error, outcome, interrupted, type, what);
    }

    /** The same, which was refused before anything was changed. */
    public Done refused(FailureOrigin what) {
      return new Done(changes, unchanged, error, outcome, interrupted, FailureType.REFUSED, what);
    }

    private @Nullable FailureData failure(@Nullable String step) {
      FailureType mostly = interrupted ? FailureType.INTERRUPTED : FailureType.COMMAND_FAILED;
      return error == null
          ? null
          : FailureData.of(type == null ? mostly : type, error, origin).in(step);
    }

    private ServerState state() {
      if (interrupted) {
        return ServerState.INTERRUPTED;
      }
      return error == null ? ServerState.SUCCEEDED : ServerState.FAILED;
    }
  }

  /**
   * Runs steps that change the server, under its lease; whatever becomes of them, nothing is left
   * running there. One that fails ends as {@link ServerEnd} says.
   */
  public ServerResult changing(Function<Steps, Done> work) {
    ServerResult result =
        new LeasedServer(server, queue, operation.priority(), records, steps)
            .run(new Changing(work));
    steps.now(result.error() == null ? "Done" : "Failed: " + result.error());
    return ServerEnd.of(result, attempt);
  }

  /**
   * What is told where the steps do not come to their end.
   *
   * @param outcome what there is to tell by then
   * @param failing says of a failure what failed
   */
  public void soFar(
      Supplier<@Nullable Map<String, Object>> outcome, UnaryOperator<String> failing) {
    this.soFar = outcome;
    this.failing = failing;
  }

  /**
   * Tells people why the server is not done yet, and what comes next.
   *
   * @param why null for nothing any more
   */
  public void waits(@Nullable String why) {
    records.server(result(ServerState.RUNNING, why));
  }

  /** Runs steps that only read, without a lease; one that fails ends as {@link ServerEnd} says. */
  public ServerResult reading(Function<Steps, Done> work) {
    records.server(result(ServerState.RUNNING, null));
    ServerResult result;
    try {
      approved();
      result = result(work.apply(steps));
    } catch (ActivityFailure e) {
      if (e.getCause() instanceof CanceledFailure cancelled) {
        records.ended(result(ServerState.CANCELLED, null));
        throw cancelled;
      }
      result =
          result(ChangeFailed.state(e), ChangeFailed.words(e, queue))
              .with(ChangeFailed.read(e, queue).in(steps.of(e)));
    } catch (ApplicationFailure | CanceledFailure e) {
      if (steering == null) {
        throw e;
      }
      // Nobody has approved it here.
      boolean cancelled = e instanceof CanceledFailure;
      result =
          cancelled
              ? result(ServerState.CANCELLED, null)
              : result(ChangeFailed.state(e), ChangeFailed.words(e)).with(ChangeFailed.read(e));
      if (cancelled) {
        records.ended(result);
        throw e;
      }
    }
    records.ended(result);
    steps.now(result.error() == null ? "Done" : "Failed: " + result.error());
    return ServerEnd.of(result, attempt);
  }

  /** It was given an input of its own: what was approved for all is not what would happen here. */
  private void approved() {
    if (steering == null || approval == null) {
      return;
    }
    steering.expect(approval);
    steps.now("Its input is its own: wait for a decision on " + approval);
    records.server(result(ServerState.AWAITING_APPROVAL, null));
    Decision rejection = steering.decision();
    if (rejection != null) {
      throw ChangeFailed.rejected(rejection);
    }
    records.server(result(ServerState.RUNNING, null));
  }

  private ServerResult result(ServerState state, @Nullable String error) {
    return new ServerResult(server, state, 0, 0, approval, error, soFar.get());
  }

  private ServerResult result(Done done) {
    return new ServerResult(
            server,
            done.state(),
            done.changes(),
            done.unchanged(),
            approval,
            done.error(),
            done.outcome())
        .with(done.failure(steps.last()));
  }

  private final class Changing implements LeasedServer.Change {
    private final Function<Steps, Done> work;
    private boolean begun;

    Changing(Function<Steps, Done> work) {
      this.work = work;
    }

    @Override
    public ServerResult make() {
      approved();
      begun = true;
      return ServerRun.this.result(work.apply(steps));
    }

    @Override
    public ServerResult result(ServerState state, @Nullable String error) {
      return ServerRun.this.result(
          state, error == null || !begun || !state.bad() ? error : failing.apply(error));
    }

    @Override
    public boolean begun() {
      return begun;
    }
  }
}
