package dev.holdfast.activities.diagnose;

import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.diagnosis.Level;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes checks one after the other; a fault in one is found by it alone, and skips what needs it.
 */
final class Examination {
  private static final Logger LOG = LoggerFactory.getLogger(Examination.class);

  private final List<Check> checks;
  private final Duration limit;

  /**
   * @param checks each after those that it needs
   * @param limit for all of them together
   */
  Examination(List<Check> checks, Duration limit) {
    this.checks = List.copyOf(checks);
    this.limit = limit;
  }

  /**
   * One finding for each check, in their order.
   *
   * @throws InterruptedException if the caller is told to stop
   */
  List<Finding> run() throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    List<Finding> findings = new ArrayList<>();
    Set<String> failed = new HashSet<>();
    try (Evidence evidence = new Evidence()) {
      for (Check check : checks) {
        Finding finding = finding(check, evidence, failed, end - System.nanoTime());
        if (finding.level() == Level.PROBLEM || finding.level() == Level.SKIPPED) {
          failed.add(check.name());
        }
        findings.add(finding);
      }
    }
    return findings;
  }

  private Finding finding(Check check, Evidence evidence, Set<String> failed, long left)
      throws InterruptedException {
    for (String needed : check.needs().stream().sorted().toList()) {
      if (failed.contains(needed)) {
        return Finding.skipped(check.name(), "not looked at, because of " + needed);
      }
    }
    if (left <= 0) {
      return Finding.skipped(
          check.name(),
          "not looked at: the checks before it took all of the " + limit.toSeconds() + " s");
    }
    return made(check, evidence, Math.min(left, check.limit().toNanos()));
  }

  private static Finding made(Check check, Evidence evidence, long nanos)
      throws InterruptedException {
    FutureTask<Finding> task = new FutureTask<>(() -> check.make(evidence));
    // A platform thread: an interrupt of a virtual one closes the socket that it is writing to.
    Thread.ofPlatform().daemon().name("diagnose-" + check.name()).start(task);
    try {
      return task.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return Finding.problem(
          check.name(),
          "nothing has come of it within %.0f s".formatted(nanos / 1e9),
          "See what keeps the server busy: its load, a hanging file system or name service");
    } catch (ExecutionException e) {
      return failure(check, Objects.requireNonNull(e.getCause()));
    } finally {
      task.cancel(true);
    }
  }

  private static Finding failure(Check check, Throwable cause) {
    if (cause instanceof SshException || cause instanceof IOException) {
      return Finding.problem(
          check.name(),
          "cannot be checked: " + cause.getMessage(),
          "Mend what the message names, then look again");
    }
    LOG.error("The check {} has a fault of its own", check.name(), cause);
    return Finding.skipped(
        check.name(), "not looked at, for a fault in Holdfast; its log says more");
  }
}
