package dev.holdfast.activities.audit;

import dev.holdfast.activities.ssh.SshSpans;
import dev.holdfast.activities.trace.OperationTrace;
import dev.holdfast.platform.operation.OperationOrigins.Origin;
import dev.holdfast.platform.organisation.Organisations;
import dev.holdfast.platform.redaction.Redactor;
import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.RunsCommands;
import dev.holdfast.schemas.step.Step;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * For whom and for which step this thread, and every thread that it starts, works on a server.
 * Thread-safe.
 */
public final class CommandContext {
  /** Who is written down where nobody asked. */
  private static final Origin NOBODY = new Origin("none", "holdfast", Organisations.DEFAULT);

  /** Inherited, because waiting and streaming happen on threads of their own. */
  private static final InheritableThreadLocal<@Nullable CommandContext> CURRENT =
      new InheritableThreadLocal<>();

  private final Origin origin;
  private final @Nullable Step step;
  private final @Nullable RunsCommands asked;
  private final boolean silent;
  private final Set<String> hidden;
  private final Context trace;
  private volatile boolean ended;

  private CommandContext(
      Origin origin,
      @Nullable Step step,
      @Nullable RunsCommands asked,
      boolean silent,
      Set<String> hidden,
      Context trace) {
    this.origin = origin;
    this.step = step;
    this.asked = asked;
    this.silent = silent;
    this.hidden = hidden;
    this.trace = trace;
  }

  /** The context of this thread; where there is none, that of Holdfast itself. */
  public static CommandContext current() {
    CommandContext current = CURRENT.get();
    // A thread that outlives the step which started it works for nobody any more.
    return current == null || current.ended
        ? new CommandContext(
            NOBODY, null, null, false, ConcurrentHashMap.newKeySet(), Context.root())
        : current;
  }

  /**
   * Begins a step of the default organisation on this thread.
   *
   * @param request the activity's first argument
   */
  static Scope open(String initiator, Step step, Object request) {
    return open(new Origin("unknown", initiator, Organisations.DEFAULT), step, request, List.of());
  }

  /**
   * Begins a step on this thread.
   *
   * @param secrets what must not be shown of the step's server
   */
  static Scope open(Origin origin, Step step, Object request, Collection<String> secrets) {
    Set<String> hidden = ConcurrentHashMap.newKeySet();
    hidden.addAll(secrets);
    Span span = span(origin, step);
    if (!(request instanceof RunsCommands)) {
      span.setAttribute("holdfast.step.summary", step.summary());
    }
    var context =
        new CommandContext(
            origin,
            step,
            request instanceof RunsCommands asked ? asked : null,
            false,
            hidden,
            OperationTrace.of(step.operation()).with(span));
    CommandContext before = CURRENT.get();
    CURRENT.set(context);
    return new Scope() {
      @Override
      public void failed(String why) {
        span.setStatus(StatusCode.ERROR, context.redactor().redact(why));
      }

      @Override
      public void close() {
        context.ended = true;
        CURRENT.set(before);
        span.end();
      }
    };
  }

  private static Span span(Origin origin, Step step) {
    return OperationTrace.tracer()
        .spanBuilder("step " + step.key())
        .setParent(OperationTrace.of(step.operation()))
        .setAttribute(OperationTrace.OPERATION, step.operation())
        .setAttribute(OperationTrace.SERVER, step.server())
        .setAttribute("holdfast.step.generation", step.generation())
        .setAttribute("holdfast.operation.initiator", origin.initiator())
        .startSpan();
  }

  /** A step's time; closed by the thread that opened it. */
  public interface Scope extends AutoCloseable {
    /** Tells the step's trace that it failed, and why. */
    void failed(String why);

    @Override
    void close();
  }

  /**
   * Keeps a value out of everything that is stored of this step from now on, such as a secret that
   * was resolved for a command's environment.
   */
  public void hide(String secret) {
    hidden.add(secret);
  }

  /** Masks what must not be stored of this step. */
  public Redactor redactor() {
    return new Redactor(hidden);
  }

  /** What is written down already as a whole, so that its parts are not. */
  public <T> T silently(Supplier<T> work) {
    CommandContext before = CURRENT.get();
    CURRENT.set(new CommandContext(origin, step, asked, true, hidden, SshSpans.asAWhole(trace)));
    try {
      return work.get();
    } finally {
      CURRENT.set(before);
    }
  }

  /** Under which that is traced which is done on the server. */
  Context trace() {
    return trace;
  }

  /** For whom it is done. */
  public String initiator() {
    return origin.initiator();
  }

  /** The organisation in which it is done. */
  public String organisation() {
    return origin.organisation();
  }

  /** The step that this thread works for. */
  public @Nullable Step step() {
    return step;
  }

  boolean silent() {
    return silent;
  }

  Collection<String> hidden() {
    return hidden;
  }

  /** Whether it is Holdfast's own work, not what a person typed. */
  boolean internal() {
    return asked == null;
  }

  /** Whether nothing on the server is changed: a step of our own without a lease. */
  boolean reads() {
    return asked == null && step != null && step.fencingToken() == 0;
  }

  /** What a person typed; empty for Holdfast's own work. */
  List<Invocation> asked() {
    return asked == null ? List.of() : asked.invocations();
  }

  /** What a person typed, as text. */
  String askedText() {
    return asked().stream().map(Invocation::text).collect(Collectors.joining("\n"));
  }
}
