package dev.holdfast.activities.exec;

import dev.holdfast.activities.audit.CommandContext;
import dev.holdfast.activities.audit.StepContexts;
import dev.holdfast.activities.journal.SessionStates;
import dev.holdfast.activities.secret.SecretValues;
import dev.holdfast.activities.ssh.ServerLookup;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.activities.step.StepServers;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.schemas.exec.ExecActivities.BatchRequest;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.exec.ExecInput.Part;
import dev.holdfast.schemas.exec.ExecOutcome;
import dev.holdfast.schemas.exec.ExecResults;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One delivery of a command that changes nothing to many servers. */
final class ReadOnlyBatch {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration BEFORE_NEXT = Duration.ofMillis(500);
  private static final int TRIES = 3;
  private static final int SUMMARY = 80;

  private final ServerLookup servers;
  private final Ssh ssh;
  private final SessionStates states;
  private final StepLogs logs;
  private final Operations operations;
  private final StepContexts.Shared contexts;
  private final SecretValues secrets;
  private final BatchRequest request;
  private final ExecInput input;
  private final int delivery;
  private final Set<DirectRun> running = ConcurrentHashMap.newKeySet();
  private final Queue<ServerResult> ended = new ConcurrentLinkedQueue<>();

  /**
   * @param delivery how often the batch has been delivered, from 1
   */
  ReadOnlyBatch(
      ServerLookup servers,
      Ssh ssh,
      SessionStates states,
      StepLogs logs,
      Operations operations,
      StepContexts contexts,
      SecretValues secrets,
      BatchRequest request,
      int delivery) {
    this.servers = servers;
    this.ssh = ssh;
    this.states = states;
    this.logs = logs;
    this.operations = operations;
    this.contexts = contexts.of(request.operation());
    this.secrets = secrets;
    this.request = request;
    this.input = request.input();
    // Temporal's test environment counts from 0.
    this.delivery = Math.max(1, delivery);
  }

  /**
   * Runs it on all servers.
   *
   * @param alive throws to stop, which ends what runs on the servers
   */
  List<ServerResult> run(Runnable alive) throws InterruptedException {
    List<ServerResult> results = new ArrayList<>();
    // Platform threads: an interrupt of a virtual one closes the socket that it is writing to, and
    // with it the connection that others use.
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.clamp(request.servers().size(), 1, request.concurrency()),
            Thread.ofPlatform().daemon().name("read-only-", 1).factory())) {
      try {
        request.servers().forEach(server -> threads.execute(() -> ended.add(runOn(server))));
        threads.shutdown();
        boolean all = false;
        while (!all) {
          all = threads.awaitTermination(TICK.toMillis(), TimeUnit.MILLISECONDS);
          if (!all) {
            // Of one that has ended its result tells, and a heartbeat is a request of its own.
            alive.run();
          }
          running.forEach(DirectRun::flushIfDue);
          record(results);
        }
      } finally {
        // Does nothing where all have ended.
        threads.shutdownNow();
      }
    }
    return results;
  }

  private void record(List<ServerResult> results) {
    List<ServerResult> fresh = new ArrayList<>();
    for (ServerResult next = ended.poll(); next != null; next = ended.poll()) {
      fresh.add(next.by(request.attempt()));
    }
    operations.recordServers(request.operation(), fresh);
    // The workflow counts them, and its history is to stay small.
    fresh.forEach(result -> results.add(result.with(null)));
  }

  private ServerResult runOn(String name) {
    try {
      return onServer(name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ServerResult(name, ServerState.CANCELLED, 0, 0, null, "cancelled");
    } catch (RuntimeException e) {
      return failed(name, String.valueOf(e.getMessage())).with(masked(name, e));
    }
  }

  private ServerResult onServer(String name) throws InterruptedException {
    Optional<Server> server = servers.find(name);
    if (server.isEmpty()) {
      return failed(name, StepServers.gone(name))
          .with(FailureData.of(FailureType.BAD_INPUT, "", null));
    }
    ExecResults results = new ExecResults(input.parts());
    try {
      for (Part part : input.parts()) {
        if (!untilItSucceeds(server.get(), part, results)) {
          break;
        }
      }
      Part afterFailure = input.afterFailure();
      if (afterFailure != null && results.failed()) {
        runAfterFailure(server.get(), afterFailure, results);
      }
      return result(name, results.error(), results);
    } catch (RuntimeException e) {
      return new ServerResult(
              name, state(e), 0, 0, null, results.error(Failures.words(e)), results.facts())
          .with(masked(name, e));
    }
  }

  private FailureData masked(String server, RuntimeException e) {
    return Failures.read(e).masked(contexts.mask(server)::redact);
  }

  /**
   * As often as somebody asked for, and a few times where only the way to the server broke.
   *
   * @throws SshException if its end is not known
   */
  private boolean untilItSucceeds(Server server, Part part, ExecResults results)
      throws InterruptedException {
    int attempt = 1;
    int broken = 0;
    for (int start = 1; ; start++) {
      Step step = step(server.name(), part, start);
      DirectRun run = new DirectRun(ssh, states, server, part.input(), secrets, logs, step);
      Duration pause;
      running.add(run);
      try (CommandContext.Scope scope = contexts.open(step, server, part.input())) {
        ExecOutcome outcome = ended(scope, run);
        if (!input.again(attempt, outcome)) {
          return results.add(outcome, attempt, step.generation());
        }
        attempt++;
        broken = 0;
        pause = Objects.requireNonNull(input.retry()).delay();
        waits(server.name(), outcome.next(attempt, input.attempts(), Instant.now().plus(pause)));
      } catch (SshException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException();
        }
        broken++;
        if (!e.type().retryable() || broken == TRIES || !run.silent()) {
          throw e;
        }
        pause = BEFORE_NEXT.multipliedBy(broken);
      } finally {
        running.remove(run);
      }
      Thread.sleep(pause);
    }
  }

  /** What comes of it changes nothing: the command has failed. */
  private void runAfterFailure(Server server, Part part, ExecResults results) {
    Step step = step(server.name(), part, 1);
    DirectRun run = new DirectRun(ssh, states, server, part.input(), secrets, logs, step);
    running.add(run);
    try (CommandContext.Scope scope = contexts.open(step, server, part.input())) {
      results.afterFailure(ended(scope, run), step.generation());
    } catch (RuntimeException e) {
      results.afterFailure(Failures.words(e));
    } finally {
      running.remove(run);
    }
  }

  private void waits(String server, String why) {
    operations.recordServers(
        request.operation(),
        List.of(
            new ServerResult(server, ServerState.RUNNING, 0, 0, null, why).by(request.attempt())));
  }

  private static ExecOutcome ended(CommandContext.Scope scope, DirectRun run) {
    try {
      ExecOutcome outcome = run.run();
      if (outcome.error() != null) {
        scope.failed(outcome.error());
      }
      return outcome;
    } catch (SshException e) {
      scope.failed(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /**
   * Every start has a log of its own.
   *
   * @param start the so manieth of this delivery, from 1
   */
  private Step step(String server, Part part, int start) {
    int most = input.attempts() * TRIES;
    int before = request.attempt() == null ? 0 : (request.attempt() - 1) * Step.GENERATIONS;
    return new Step(
        request.operation(),
        server,
        part.key(),
        before + (delivery - 1) * most + start,
        0,
        part.input().summary(SUMMARY));
  }

  private static ServerState state(RuntimeException e) {
    return e instanceof SshException ssh && ssh.type() == FailureType.UNREACHABLE
        ? ServerState.UNREACHABLE
        : ServerState.FAILED;
  }

  private static ServerResult result(String server, @Nullable String error, ExecResults results) {
    return new ServerResult(
            server,
            error == null ? ServerState.SUCCEEDED : ServerState.FAILED,
            0,
            0,
            null,
            error,
            results.facts())
        .with(error == null ? null : FailureData.of(FailureType.COMMAND_FAILED, error, null));
  }

  private static ServerResult failed(String server, String why) {
    return new ServerResult(server, ServerState.FAILED, 0, 0, null, why);
  }
}
