package dev.holdfast.schemas.exec;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.RunsCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be run; exactly one of {@code command}, {@code shell}, {@code script} and {@code
 * commands}. What JSON leaves out gets its default here.
 *
 * @param command a program and its arguments, which arrive exactly as they are here
 * @param shell a line for {@code sh}
 * @param script a text for an interpreter; it is on no command line
 * @param commands lines for {@code sh}, one after the other until one fails, each with a log and a
 *     result of its own; timeout, output and retry are of each
 * @param sudo run it as root
 * @param user run it as this user; the login user by default
 * @param env variables to set; a value may be a reference to a secret
 * @param directory where to run it; by default where a login starts, also with {@code sudo}, and
 *     the home of {@code user}
 * @param timeoutSeconds after which it is ended, 300 by default
 * @param readOnly it changes nothing: no lease, no journal, and after a failure on the way it is
 *     run again
 * @param maxOutputMiB kept of each of the two streams on each server, 1024 by default
 * @param retry what to do where it fails; it is started once by default
 * @param onFailure a line for {@code sh} that is run once on a server where it has failed for good;
 *     what comes of that does not change how it ended
 */
public record ExecInput(
    @Nullable List<String> command,
    @Nullable String shell,
    @Nullable Script script,
    @Nullable List<String> commands,
    @JsonProperty("sudo") boolean sudo,
    @Nullable String user,
    Map<String, String> env,
    @Nullable String directory,
    Integer timeoutSeconds,
    @JsonProperty("readOnly") boolean readOnly,
    Integer maxOutputMiB,
    @Nullable Retry retry,
    @Nullable String onFailure)
    implements RunsCommands {
  /** The step of what is run on a server where it has failed. */
  public static final String ON_FAILURE = "on-failure";

  private static final int TIMEOUT_SECONDS = 300;
  private static final int OUTPUT_MIB = 1024;
  private static final int GATE_TIMEOUT_SECONDS = 30;
  private static final int GATE_OUTPUT_MIB = 1;

  /** On one server: each is in the workflow's history, which Temporal bounds. */
  private static final int STARTS = 1000;

  /** To start it, and to end it where it does not end itself at its timeout. */
  private static final Duration AROUND = Duration.ofSeconds(30);

  /**
   * A script.
   *
   * @param interpreter what reads it: {@code bash}, {@code python3}, {@code perl}, …; by default
   *     what its first line names after {@code #!}, else {@code sh}
   * @param arguments that it is given
   */
  public record Script(
      @Nullable String interpreter, String text, @Nullable List<String> arguments) {
    public Script {
      Objects.requireNonNull(text, "script.text");
      arguments = arguments == null ? null : List.copyOf(arguments);
    }

    /** One that is given no arguments. */
    public Script(@Nullable String interpreter, String text) {
      this(interpreter, text, null);
    }

    /** The program that reads it and its own argument; the script's path and arguments follow. */
    public List<String> reader() {
      if (interpreter != null) {
        return List.of(interpreter);
      }
      return Shebang.of(text).map(Shebang::words).orElse(List.of("sh"));
    }

    /** The program that reads it, as a person names it. */
    public String program() {
      if (interpreter != null) {
        return interpreter;
      }
      return Shebang.of(text).map(Shebang::program).orElse("sh");
    }
  }

  /**
   * A command that ends with another exit code than 0, or at its timeout, is started again; one of
   * which nobody knows how far it came is not.
   *
   * @param times at most, after the first
   * @param delaySeconds before each, 10 by default
   */
  public record Retry(@JsonProperty("times") int times, Integer delaySeconds) {
    private static final int DELAY_SECONDS = 10;

    public Retry {
      delaySeconds = Objects.requireNonNullElse(delaySeconds, DELAY_SECONDS);
    }

    public Duration delay() {
      return Duration.ofSeconds(delaySeconds);
    }
  }

  public ExecInput {
    env = new TreeMap<>(Objects.requireNonNullElse(env, Map.of()));
    timeoutSeconds = Objects.requireNonNullElse(timeoutSeconds, TIMEOUT_SECONDS);
    maxOutputMiB = Objects.requireNonNullElse(maxOutputMiB, OUTPUT_MIB);
    command = command == null ? null : List.copyOf(command);
    commands = commands == null ? null : List.copyOf(commands);
    if (sudo && user != null) {
      throw new IllegalArgumentException("user: sudo means root; say one of the two");
    }
    if (commands != null && retry != null && commands.size() * (1L + retry.times()) > STARTS) {
      throw new IllegalArgumentException(
          "retry.times: %d commands may be started %d times in all; retry them less often"
              .formatted(commands.size(), STARTS));
    }
  }

  /** One after whose failure nothing is run. */
  public ExecInput(
      @Nullable List<String> command,
      @Nullable String shell,
      @Nullable Script script,
      @Nullable List<String> commands,
      boolean sudo,
      @Nullable String user,
      Map<String, String> env,
      @Nullable String directory,
      Integer timeoutSeconds,
      boolean readOnly,
      Integer maxOutputMiB,
      @Nullable Retry retry) {
    this(
        command,
        shell,
        script,
        commands,
        sudo,
        user,
        env,
        directory,
        timeoutSeconds,
        readOnly,
        maxOutputMiB,
        retry,
        null);
  }

  /** What a gate runs: a line for {@code sh} that changes nothing. */
  public static ExecInput ofGate(String line) {
    return new ExecInput(
        null,
        line,
        null,
        null,
        false,
        null,
        Map.of(),
        null,
        GATE_TIMEOUT_SECONDS,
        true,
        GATE_OUTPUT_MIB,
        null);
  }

  /**
   * Variables count as {@code env NAME=VALUE …} before what is run, because they may change which
   * program that is.
   */
  @Override
  public List<Invocation> invocations() {
    Part afterwards = afterFailure();
    return Stream.concat(
            commands == null
                ? invocationsOfOne().stream()
                : parts().stream().flatMap(part -> part.input().invocationsOfOne().stream()),
            afterwards == null ? Stream.of() : afterwards.input().invocationsOfOne().stream())
        .toList();
  }

  private List<Invocation> invocationsOfOne() {
    List<String> variables = new ArrayList<>();
    if (!env.isEmpty()) {
      variables.add("env");
      env.forEach((name, value) -> variables.add(name + "=" + value));
    }
    Invocation text =
        command != null
            ? new Invocation.Words(command)
            : shell != null
                ? Invocation.line(shell)
                : new Invocation.Script(Objects.requireNonNull(script).program(), script.text());
    if (variables.isEmpty()) {
      return List.of(text);
    }
    return switch (text) {
      case Invocation.Words(List<String> argv) -> {
        variables.addAll(argv);
        yield List.of(new Invocation.Words(variables));
      }
      case Invocation.Script(String interpreter, String _) -> {
        variables.add(interpreter);
        yield List.of(text, new Invocation.Words(variables));
      }
    };
  }

  /**
   * One of the things that are run one after the other.
   *
   * @param key of its step
   * @param input of which it is all that is run
   */
  public record Part(String key, ExecInput input) {}

  /** What is run, in its order. */
  public List<Part> parts() {
    if (commands == null) {
      return List.of(new Part("run", this));
    }
    if (commands.size() == 1) {
      return List.of(new Part("run", line(commands.getFirst())));
    }
    List<Part> parts = new ArrayList<>();
    for (String line : commands) {
      parts.add(new Part("run-" + (parts.size() + 1), line(line)));
    }
    return parts;
  }

  private ExecInput line(String line) {
    return line(line, retry);
  }

  private ExecInput line(String line, @Nullable Retry again) {
    return new ExecInput(
        null,
        line,
        null,
        null,
        sudo,
        user,
        env,
        directory,
        timeoutSeconds,
        readOnly,
        maxOutputMiB,
        again);
  }

  /** What is run where it has failed, in the same surroundings; null for nothing. */
  public @Nullable Part afterFailure() {
    return onFailure == null ? null : new Part(ON_FAILURE, line(onFailure, null));
  }

  /** The same with these variables. */
  public ExecInput withEnv(Map<String, String> variables) {
    return new ExecInput(
        command,
        shell,
        script,
        commands,
        sudo,
        user,
        variables,
        directory,
        timeoutSeconds,
        readOnly,
        maxOutputMiB,
        retry,
        onFailure);
  }

  /** How often it may be started on a server. */
  public int attempts() {
    return retry == null ? 1 : 1 + retry.times();
  }

  /** How long it may take on a server, with every attempt that it may need and their ends. */
  public Duration longest() {
    Duration once = Duration.ofSeconds(timeoutSeconds).plus(AROUND);
    Duration each =
        retry == null ? once : once.plus(once.plus(retry.delay()).multipliedBy(retry.times()));
    Duration all = each.multipliedBy(commands == null ? 1 : commands.size());
    return onFailure == null ? all : all.plus(once);
  }

  /** Whether it is to be started again after its so manieth attempt ended like this. */
  public boolean again(int attempt, ExecOutcome outcome) {
    return outcome.error() != null && outcome.exitCode() != null && attempt < attempts();
  }

  /** Whether root is needed to run it. */
  @Override
  public boolean asRoot() {
    return sudo || user != null;
  }

  /** What is run, in so many characters and one line, for people. */
  public String summary(int most) {
    String text =
        command != null
            ? String.join(" ", command)
            : shell != null
                ? shell
                : commands != null
                    ? String.join("; ", commands)
                    : script == null
                        ? ""
                        : script.program() + " script of " + script.text().length() + " characters";
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= most ? line : line.substring(0, most - 1) + "…";
  }
}
