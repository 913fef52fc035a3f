package dev.holdfast.api.operations;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.policies.StartGate;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.api.quorum.AskedWork;
import dev.holdfast.api.quorum.Need;
import dev.holdfast.api.quorum.Quorum;
import dev.holdfast.api.quotas.Room;
import dev.holdfast.api.windows.LabelWindows;
import dev.holdfast.platform.operation.NewOperation;
import dev.holdfast.platform.operation.OperationIds;
import dev.holdfast.platform.operation.OperationReading;
import dev.holdfast.platform.operation.OperationSettings;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.Operations.Insertion;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.organisation.Quota;
import dev.holdfast.platform.organisation.Quotas;
import dev.holdfast.platform.schedule.ServerWindow;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.command.RunsCommands;
import dev.holdfast.schemas.exec.ExecOperation;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.Reviewed;
import dev.holdfast.schemas.server.Selector;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.ServerNames;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Starts operations: the row first, then the workflow, so that nothing asked for is ever lost. */
@Component
final class Starter {
  private static final Logger LOG = LoggerFactory.getLogger(Starter.class);

  /** In which a workflow starts where Temporal has nothing else to do; then its run is known. */
  private static final Duration MOMENT = Duration.ofMillis(100);

  /** Where many are being started: whoever asks for one more waits, so that there are no more. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final int MANY = 64;

  private final CallerAccess access;
  private final Operations operations;
  private final Servers servers;
  private final OperationWorkflows workflows;
  private final StartGate commands;
  private final InputResolution inputs;
  private final InputSummary summary;
  private final Quorum quorum;
  private final LabelWindows windows;
  private final StackRecording stacks;
  private final OperationReading reading;
  private final AtomicInteger starting = new AtomicInteger();

  Starter(
      CallerAccess access,
      Operations operations,
      Servers servers,
      OperationWorkflows workflows,
      StartGate commands,
      InputResolution inputs,
      InputSummary summary,
      Quorum quorum,
      LabelWindows windows,
      StackRecording stacks,
      OperationReading reading) {
    this.access = access;
    this.reading = reading;
    this.stacks = stacks;
    this.quorum = quorum;
    this.windows = windows;
    this.operations = operations;
    this.inputs = inputs;
    this.servers = servers;
    this.workflows = workflows;
    this.commands = commands;
    this.summary = summary;
  }

  /**
   * What is asked for, checked.
   *
   * @param inputText what names the input: the same for the same request
   * @param standing whether it was approved before it was started: by a schedule or a runbook
   */
  record Checked(
      OperationType type,
      Selector selector,
      AskedInput input,
      String inputText,
      boolean dryRun,
      Priority priority,
      OperationSettings settings,
      boolean standing) {

    /** The same, whose approval was given before, for whenever it is started. */
    Checked standingApproval() {
      return new Checked(type, selector, input, inputText, dryRun, priority, settings, true);
    }

    /** The same for a step of a runbook of which this was approved. */
    Checked reviewed(Reviewed which) {
      return new Checked(
          type, selector, input, inputText, dryRun, priority, settings.reviewedAs(which), standing);
    }

    String sha256() {
      byte[] everything =
          JsonPayloads.write(
                  Map.of(
                      "type", type.name(),
                      "selector", selector.text(),
                      "input", inputText,
                      "dryRun", dryRun,
                      "priority", priority,
                      "settings", settings))
              .getBytes(StandardCharsets.UTF_8);
      try {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(everything));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * An operation that was asked for.
   *
   * @param now whether it was started by this, and not by the same idempotency key before
   */
  record Started(StoredOperation operation, boolean now) {}

  /**
   * Starts an operation, or returns the one that the same idempotency key has started before.
   *
   * @throws ApiException if nothing is selected, the caller lacks the operation's permission on one
   *     of the servers, the input on a server is wrong, a command is refused, or the key was used
   *     for something else
   */
  Started start(Checked wanted, Caller caller, @Nullable String idempotencyKey) {
    return Room.within(() ->
        start(
            wanted,
            caller,
            idempotencyKey,
            handle -> Quotas.check(handle, caller.organisation(), Quota.OPERATIONS)));
  }

  /**
   * The same for what belongs to an operation or an incident that was let in before: the quota of
   * the organisation must not stop it half-way.
   */
  Started startPart(Checked wanted, Caller caller, @Nullable String idempotencyKey) {
    return start(wanted, caller, idempotencyKey, handle -> {});
  }

  private Started start(
      Checked wanted, Caller caller, @Nullable String idempotencyKey, Consumer<Handle> room) {
    String sha256 = wanted.sha256();
    Insertion insertion =
        reading.together(() -> insert(wanted, sha256, caller, idempotencyKey, room));
    return switch (insertion) {
      case Insertion.Inserted(StoredOperation inserted, int onServers) ->
          new Started(startWorkflow(inserted, onServers), true);
      case Insertion.Existing(StoredOperation before) -> new Started(same(before, sha256), false);
      case Insertion.ServerGone(String server) -> throw unknown(Set.of(ServerNames.within(server)));
    };
  }

  private Insertion insert(
      Checked wanted,
      String sha256,
      Caller caller,
      @Nullable String idempotencyKey,
      Consumer<Handle> room) {
    String initiator = caller.name();
    if (idempotencyKey != null) {
      // Before the selection: a repetition means the servers of the first time.
      Optional<StoredOperation> before =
          operations.findByKey(caller.organisation(), initiator, idempotencyKey);
      if (before.isPresent()) {
        return new Insertion.Existing(before.get());
      }
    }
    List<Server> chosen = select(caller.organisation(), wanted.selector());
    access.require(caller, wanted.type().permission(), chosen);
    if (wanted.settings().approved()) {
      access.require(caller, CallerAccess.DECIDE, chosen);
    }
    ResolvedInputs resolved = inputs.resolve(wanted.type(), wanted.input(), chosen, caller);
    // The command policy is asked first: nobody is asked to approve what it refuses.
    resolved.distinct().forEach((input, on) -> commands.check(wanted.type(), input, on, caller));
    gateCommands(wanted, chosen, caller);
    OperationSettings settings =
        windows(wanted, resolved, caller, chosen, settings(wanted, resolved, caller, chosen));
    var operation =
        new NewOperation(
            OperationIds.next(),
            wanted.type().name(),
            wanted.priority(),
            wanted.dryRun(),
            initiator,
            wanted.selector().text(),
            resolved.common(),
            settings,
            idempotencyKey,
            sha256,
            chosen.stream().map(Server::name).toList(),
            resolved.own(),
            summary.of(wanted.type(), resolved.common(), chosen),
            caller.organisation());
    Operations.Companion stack = stacks.of(operation);
    Operations.Companion companion =
        (handle, key) -> {
          room.accept(handle);
          stack.insert(handle, key);
        };
    return operations.insert(operation, companion);
  }

  /** A gate's command takes the permission to run commands, and the policy's consent. */
  private void gateCommands(Checked wanted, List<Server> chosen, Caller caller) {
    List<RunsCommands> gates = WaveGates.commands(wanted.settings());
    if (!gates.isEmpty()) {
      access.require(caller, ExecOperation.TYPE.permission(), chosen);
      gates.forEach(gate -> commands.check(ExecOperation.TYPE.name(), gate, chosen, caller));
    }
  }

  /**
   * Whoever approves its plan before it is made has to be allowed to, by the approval rules as
   * well; what makes no plan waits where a rule is about it.
   */
  private OperationSettings settings(
      Checked wanted, ResolvedInputs inputs, Caller caller, List<Server> chosen) {
    OperationSettings asked = wanted.settings();
    if (wanted.dryRun()) {
      return asked;
    }
    AskedWork work = AskedWork.of(wanted.type(), inputs.common(), asked);
    if (work.withoutPlan()) {
      Need need = quorum.now(caller.organisation(), work, chosen);
      if (need != null && asked.approved() && !wanted.standing()) {
        throw Quorum.refusalWithoutPlan(need);
      }
      return need == null
          ? asked
          : asked.unapproved().approvedAs(inputs.hash(wanted.type(), asked.conditions()));
    }
    Need need = asked.approved() ? quorum.beforehand(caller.organisation(), work, chosen) : null;
    if (need == null) {
      return asked;
    }
    if (!wanted.standing()) {
      throw Quorum.refusal(need);
    }
    // What was approved beforehand is started all the same, and its plan waits.
    return asked.unapproved();
  }

  /**
   * What changes servers does so in the windows of their labels, unless whoever starts it may say
   * otherwise and does.
   */
  private OperationSettings windows(
      Checked wanted,
      ResolvedInputs inputs,
      Caller caller,
      List<Server> chosen,
      OperationSettings settings) {
    AskedWork work = AskedWork.of(wanted.type(), inputs.common(), settings);
    if (wanted.dryRun() || !work.waitsForWindows(inputs.common())) {
      return settings;
    }
    Map<String, List<ServerWindow>> own = windows.of(caller.organisation(), chosen);
    if (own.isEmpty()) {
      return settings;
    }
    FleetConditions conditions = settings.conditions();
    boolean none = conditions != null && Boolean.FALSE.equals(conditions.byLabel());
    if (none || (conditions != null && conditions.window() != null)) {
      access.require(
          caller,
          LabelWindows.IGNORE,
          chosen.stream().filter(server -> own.containsKey(server.name())).toList());
      return settings;
    }
    return settings.withLabels(true);
  }

  private List<Server> select(String organisation, Selector selector) {
    List<Server> all = servers.all(organisation);
    Set<String> unknown = selector.unknown(all);
    if (!unknown.isEmpty()) {
      throw unknown(unknown);
    }
    List<Server> chosen =
        all.stream().filter(server -> selector.matches(server.name(), server.labels())).toList();
    if (chosen.isEmpty()) {
      throw ApiException.notFound(
          "nothing-selected",
          "The selector '" + selector.text() + "' matches none of the " + all.size() + " servers.");
    }
    return chosen;
  }

  /**
   * Starts it, and waits for that a moment only: the operation is stored, and what cannot be
   * started now the sweeper starts.
   */
  StoredOperation startWorkflow(StoredOperation operation) {
    return startWorkflow(operation, operations.countServers(operation.id()));
  }

  private StoredOperation startWorkflow(StoredOperation operation, int onServers) {
    CompletableFuture<StoredOperation> started = new CompletableFuture<>();
    Duration patience = starting.incrementAndGet() > MANY ? PATIENCE : MOMENT;
    Thread.ofVirtual()
        .name("start-" + operation.id())
        .start(() -> {
          StoredOperation now = operation;
          try {
            now = workflows.start(operation, onServers);
          } catch (RuntimeException e) {
            LOG.warn(
                "{} is queued; its workflow will be started later: {}",
                operation.id(),
                e.toString());
          } finally {
            starting.decrementAndGet();
            started.complete(now);
          }
        });
    try {
      return started.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("{} is being started still", operation.id());
    }
    return operation;
  }

  private StoredOperation same(StoredOperation before, String sha256) {
    if (operations.sameInput(before, sha256)) {
      return before;
    }
    throw ApiException.conflict(
        "idempotency-key-reused",
        "This idempotency key has started "
            + before.id()
            + " with another input; use a new key for a new operation.");
  }

  private static ApiException unknown(Set<String> names) {
    return ApiException.notFound(
        "unknown-server",
        (names.size() == 1 ? "There is no server '" : "There are no servers '")
            + String.join("', '", names)
            + "'.");
  }

  /** Reads a selector, with the field it came in for the message. */
  static Selector selector(@Nullable String text, List<FieldError> errors) {
    try {
      return Selector.typed(text == null ? "" : text);
    } catch (IllegalArgumentException e) {
      errors.add(FieldError.of(e));
      return new Selector("all");
    }
  }
}
