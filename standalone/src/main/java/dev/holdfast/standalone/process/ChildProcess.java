package dev.holdfast.standalone.process;

import dev.holdfast.platform.secret.KeyEncryption;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.PlatformFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process of a part: one that we started, or one that an earlier platform started and we adopted.
 */
public final class ChildProcess {

  private static final long LOG_LIMIT = 16L << 20;
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(5);

  private final RunRecord record;
  private final @Nullable Process process;

  private ChildProcess(RunRecord record, @Nullable Process process) {
    this.record = record;
    this.process = process;
  }

  /**
   * Starts a part in a session of its own, so that neither Ctrl-C nor the death of this JVM reaches
   * it, with its output appended to its log file. Returns when that session is there: before it, an
   * interrupt from the terminal would reach the child, and {@link Orphans} would not find it.
   */
  public static ChildProcess start(ChildSpec spec, Home home, RunRecords records)
      throws IOException, InterruptedException {
    Path log = home.log(spec.part());
    rotate(log);
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(spec.command());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.root().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(ChildProcess::foreign);
    builder.environment().putAll(spec.environment());
    builder.environment().putAll(Orphans.marks(home, spec.part()));
    Process process = builder.start();
    ProcessIdentity identity =
        ProcessIdentity.of(process.pid()).orElseGet(() -> ProcessIdentity.ended(process.pid()));
    RunRecord record =
        new RunRecord(
            spec.part(),
            identity,
            spec.port(),
            spec.command(),
            spec.fingerprint(),
            Instant.now(),
            null);
    records.write(record);
    awaitSession(process);
    return new ChildProcess(record, process);
  }

  /** A child that has no session in time is left to its health check, which says what is wrong. */
  private static void awaitSession(Process process) throws InterruptedException {
    Instant end = Instant.now().plus(SESSION_TIMEOUT);
    while (process.isAlive()
        && !Orphans.leadsSession(process.pid())
        && Instant.now().isBefore(end)) {
      Thread.sleep(2);
    }
  }

  /** The process of {@code record}, which another JVM started. */
  static ChildProcess adopt(RunRecord record) {
    return new ChildProcess(record, null);
  }

  public RunRecord record() {
    return record;
  }

  public boolean alive() {
    return process == null ? record.alive() : process.isAlive();
  }

  /** Waits until the process has ended; tells whether it did so in time. */
  boolean awaitEnd(Duration timeout) throws InterruptedException {
    if (process != null) {
      return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
    Instant end = Instant.now().plus(timeout);
    while (record.alive()) {
      if (Instant.now().isAfter(end)) {
        return false;
      }
      Thread.sleep(POLL);
    }
    return true;
  }

  /** What its exit code says, where it can be known. */
  String ending() {
    return process == null || process.isAlive()
        ? "ended"
        : "ended with " + code(process.exitValue());
  }

  /** Asks the process to end with {@code signal}, and kills it if it has not within the timeout. */
  public void stop(String signal, Duration timeout) throws InterruptedException {
    stop(record.process(), signal, timeout);
  }

  public static void stop(ProcessIdentity process, String signal, Duration timeout)
      throws InterruptedException {
    if (!process.alive()) {
      return;
    }
    signal(process, signal);
    if (!awaitEnd(process, timeout)) {
      signal(process, "KILL");
      awaitEnd(process, Duration.ofSeconds(10));
    }
  }

  static boolean awaitEnd(ProcessIdentity process, Duration timeout) throws InterruptedException {
    Instant end = Instant.now().plus(timeout);
    while (process.alive()) {
      if (Instant.now().isAfter(end)) {
        return false;
      }
      Thread.sleep(Duration.ofMillis(30));
    }
    return true;
  }

  /** Sends a signal, as {@code kill} names it, to a process that may have ended. */
  public static void signal(ProcessIdentity process, String signal) throws InterruptedException {
    Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
    if (handle.isEmpty()) {
      return;
    }
    switch (signal) {
      case "TERM" -> handle.get().destroy();
      case "KILL" -> handle.get().destroyForcibly();
      default -> kill(process.pid(), signal);
    }
  }

  private static void kill(long pid, String signal) throws InterruptedException {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    } catch (IOException e) {
      throw new PlatformFailure(PlatformFailure.FAILED, "cannot run kill: " + e.getMessage(), e);
    }
  }

  private static String code(int exit) {
    return exit > 128 ? "signal " + (exit - 128) : "exit code " + exit;
  }

  /**
   * Variables that would change what a child does behind its configuration's back, or tell it keys.
   */
  private static boolean foreign(String name) {
    return name.startsWith(KeyEncryption.VARIABLE)
        || name.startsWith("TEMPORAL_")
        || name.startsWith("PG")
        || name.startsWith("SQL_");
  }

  private static void rotate(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
