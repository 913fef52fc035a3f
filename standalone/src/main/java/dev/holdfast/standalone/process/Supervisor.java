package dev.holdfast.standalone.process;

import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.PlatformFailure;
import dev.holdfast.standalone.home.ShownProgress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one child alive: adopts the one that is there if it is healthy and as it should be, starts
 * one otherwise, and starts another when it dies, more and more slowly.
 */
public final class Supervisor {

  private static final Duration FIRST_BACKOFF = Duration.ofMillis(250);
  private static final Duration LAST_BACKOFF = Duration.ofSeconds(15);
  private static final Duration STABLE = Duration.ofSeconds(30);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  private final ChildSpec spec;
  private final Home home;
  private final RunRecords records;
  private final ShownProgress progress;
  private final Object lock = new Object();
  private @Nullable ChildProcess child;
  private boolean stopped;

  public Supervisor(ChildSpec spec, Home home, RunRecords records, ShownProgress progress) {
    this.spec = spec;
    this.home = home;
    this.records = records;
    this.progress = progress;
  }

  /** Returns when the child is healthy, and watches it from then on. */
  public void start() throws Exception {
    Instant begin = Instant.now();
    Optional<RunRecord> adopted = adoptable();
    if (adopted.isPresent()) {
      accept(ChildProcess.adopt(adopted.get()));
      progress.ready(spec.part(), "adopted, " + where(), Duration.between(begin, Instant.now()));
    } else {
      launch();
      progress.ready(spec.part(), "ready, " + where(), Duration.between(begin, Instant.now()));
    }
    Thread.ofPlatform().daemon().name("watch-" + spec.part()).start(this::watch);
  }

  public void stop() throws InterruptedException, IOException {
    ChildProcess last;
    synchronized (lock) {
      stopped = true;
      lock.notifyAll();
      last = child;
    }
    if (last != null) {
      last.stop(spec.stopSignal(), STOP_TIMEOUT);
    }
    records.delete(spec.part());
  }

  private Optional<RunRecord> adoptable() throws InterruptedException {
    Optional<RunRecord> record = records.alive(spec.part());
    if (record.isPresent()
        && record.get().fingerprint().equals(spec.fingerprint())
        && healthyWithin(Duration.ofSeconds(5))) {
      return record;
    }
    if (record.isPresent()) {
      progress.part(spec.part(), "replacing process " + record.get().process().pid());
      ChildProcess.stop(record.get().process(), spec.stopSignal(), STOP_TIMEOUT);
    }
    return Optional.empty();
  }

  private boolean healthyWithin(Duration timeout) throws InterruptedException {
    Instant end = Instant.now().plus(timeout);
    do {
      try {
        spec.probe().check();
        return true;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        Thread.sleep(100);
      }
    } while (Instant.now().isBefore(end));
    return false;
  }

  private void launch() throws Exception {
    spec.beforeStart().run();
    ChildProcess fresh;
    synchronized (lock) {
      if (stopped) {
        return;
      }
      fresh = ChildProcess.start(spec, home, records);
      child = fresh;
    }
    Instant end = Instant.now().plus(spec.startTimeout());
    Exception last = null;
    while (fresh.alive() && Instant.now().isBefore(end)) {
      try {
        spec.probe().check();
        accept(fresh);
        return;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        last = e;
        fresh.awaitEnd(Duration.ofMillis(50));
      }
    }
    throw failed(fresh, last);
  }

  private PlatformFailure failed(ChildProcess fresh, @Nullable Exception last)
      throws InterruptedException {
    String reason =
        fresh.alive()
            ? "is not healthy after "
                + spec.startTimeout().toSeconds()
                + " s"
                + (last == null ? "" : ": " + last.getMessage())
            : fresh.ending();
    fresh.stop(spec.stopSignal(), Duration.ofSeconds(5));
    String tail = LogTail.of(home.log(spec.part()));
    return new PlatformFailure(
        PlatformFailure.FAILED,
        spec.part() + " " + reason + "; the end of " + home.log(spec.part()) + ":\n" + tail,
        last);
  }

  private void accept(ChildProcess healthy) throws IOException {
    synchronized (lock) {
      child = healthy;
    }
    records.write(healthy.record().readyNow());
  }

  private String where() {
    ChildProcess current = child;
    long pid = current == null ? 0 : current.record().process().pid();
    return "port " + spec.port() + ", process " + pid;
  }

  private void watch() {
    Duration backoff = FIRST_BACKOFF;
    try {
      while (true) {
        ChildProcess watched;
        synchronized (lock) {
          watched = child;
        }
        Instant begin = Instant.now();
        while (watched != null && !watched.awaitEnd(Duration.ofSeconds(1))) {
          if (isStopped()) {
            return;
          }
        }
        if (Duration.between(begin, Instant.now()).compareTo(STABLE) > 0) {
          backoff = FIRST_BACKOFF;
        }
        String ending = watched == null ? "is not running" : watched.ending();
        if (!pause(backoff, ending)) {
          return;
        }
        backoff =
            backoff.multipliedBy(2).compareTo(LAST_BACKOFF) > 0
                ? LAST_BACKOFF
                : backoff.multipliedBy(2);
        try {
          launch();
          progress.part(spec.part(), "restarted, " + where());
        } catch (InterruptedException e) {
          throw e;
        } catch (Exception e) {
          if (!isStopped()) {
            progress.part(spec.part(), "restart failed: " + e.getMessage());
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isStopped() {
    synchronized (lock) {
      return stopped;
    }
  }

  /** Waits before a restart and says so; false when the child is to stay down. */
  private boolean pause(Duration backoff, String ending) throws InterruptedException {
    Instant end = Instant.now().plus(backoff);
    synchronized (lock) {
      if (stopped) {
        return false;
      }
      progress.part(spec.part(), ending + ", restarting in " + backoff.toMillis() + " ms");
      while (!stopped && Instant.now().isBefore(end)) {
        lock.wait(Math.max(1, Duration.between(Instant.now(), end).toMillis()));
      }
      return !stopped;
    }
  }
}
