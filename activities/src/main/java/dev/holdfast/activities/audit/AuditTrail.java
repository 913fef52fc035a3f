package dev.holdfast.activities.audit;

import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.platform.audit.AuditedCommand;
import dev.holdfast.platform.audit.AuditedCommand.End;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.audit.CommandAudit.Finished;
import dev.holdfast.platform.audit.CommandAudit.Whole;
import dev.holdfast.schemas.failure.FailureType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the audit. A command that may change something is written down before it runs; ends, and
 * commands that only read, are written soon after, many at a time. While the database is away they
 * wait in a bounded queue; when that is full, nothing is run any more. Thread-safe.
 */
public final class AuditTrail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
  private static final int AT_A_TIME = 500;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration TO_FINISH = Duration.ofSeconds(10);

  private final CommandAudit audit;
  private final Semaphore room;
  private final int capacity;
  private final Duration patience;
  private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
  private final Thread writer;
  private volatile boolean closing;

  /**
   * @param id of the record that is there already; null if there is none
   */
  private record Item(@Nullable Long id, AuditedCommand command, End end) {}

  public AuditTrail(CommandAudit audit) {
    this(audit, 10_000, Duration.ofSeconds(30));
  }

  /**
   * @param capacity records that may wait for the database
   * @param patience how long a command waits for room in the queue before it is given up
   */
  AuditTrail(CommandAudit audit, int capacity, Duration patience) {
    this.audit = audit;
    this.room = new Semaphore(capacity);
    this.capacity = capacity;
    this.patience = patience;
    this.writer = Thread.ofPlatform().daemon().name("command-audit").start(this::write);
  }

  /** A command that may run now; exactly one of its methods is called when it has. */
  public final class Running {
    private final AuditedCommand command;
    private final @Nullable Long id;
    private final long since = System.nanoTime();

    private Running(AuditedCommand command, @Nullable Long id) {
      this.command = command;
      this.id = id;
    }

    /** It ended. */
    void ended(
        AuditedCommand.Outcome outcome,
        @Nullable Integer exitCode,
        @Nullable String error,
        long bytesOut,
        long bytesErr) {
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
      String text = error == null ? null : error.replace('\0', '?');
      queue.add(
          new Item(id, command, new End(outcome, exitCode, text, millis, bytesOut, bytesErr)));
    }

    /** It goes on, and whoever rejoins it will write its end. */
    void goesOn() {
      room.release();
    }
  }

  /**
   * Writes that a command is about to run.
   *
   * @param reads it changes nothing, so that it is enough to write it down afterwards
   * @throws SshException of type NOT_AUDITED: it must not run
   */
  Running start(AuditedCommand command, boolean reads) {
    try {
      if (closing || !room.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw notAudited(command, capacity + " records wait for the platform's database", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notAudited(command, "interrupted", e);
    }
    if (reads) {
      return new Running(command, null);
    }
    try {
      return new Running(command, audit.started(command));
    } catch (RuntimeException e) {
      room.release();
      throw notAudited(command, String.valueOf(e.getMessage()), e);
    }
  }

  private static SshException notAudited(
      AuditedCommand command, String why, @Nullable Throwable e) {
    return new SshException(
        FailureType.NOT_AUDITED,
        "%s: the audit record cannot be written, so nothing was run: %s. Is PostgreSQL up?"
            .formatted(command.server(), why),
        e);
  }

  private void write() {
    Duration pause = FIRST_PAUSE;
    List<Item> batch = new ArrayList<>();
    try {
      while (!closing || !queue.isEmpty()) {
        if (batch.isEmpty()) {
          Item first = queue.poll(FIRST_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
          if (first == null) {
            continue;
          }
          batch.add(first);
          queue.drainTo(batch, AT_A_TIME - 1);
        }
        if (written(batch)) {
          room.release(batch.size());
          batch.clear();
          pause = FIRST_PAUSE;
        } else {
          Thread.sleep(pause);
          pause =
              pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                  ? pause.multipliedBy(2)
                  : LONGEST_PAUSE;
        }
      }
    } catch (InterruptedException e) {
      // Told to give up.
    }
    queue.drainTo(batch);
    batch.forEach(item -> LOG.error("Not in the audit: {} {}", item.command(), item.end()));
  }

  private boolean written(List<Item> batch) {
    try {
      store(batch);
      return true;
    } catch (RuntimeException e) {
      if (!isOfTheData(e)) {
        LOG.warn(
            "The audit waits for the database, {} records: {}",
            queue.size() + batch.size(),
            e.toString());
        return false;
      }
      if (batch.size() == 1) {
        LOG.error("Not in the audit: {} {}", batch.getFirst().command(), batch.getFirst().end(), e);
        return true;
      }
      // One of them cannot be stored: the others can.
      batch.forEach(item -> written(List.of(item)));
      return true;
    }
  }

  private void store(List<Item> batch) {
    List<Finished> finished = new ArrayList<>();
    List<Whole> whole = new ArrayList<>();
    for (Item item : batch) {
      if (item.id() == null) {
        whole.add(new Whole(item.command(), item.end()));
      } else {
        finished.add(new Finished(item.id(), item.end()));
      }
    }
    audit.write(finished, whole);
  }

  /** Whether the database answered, and would answer the same again. */
  private static boolean isOfTheData(RuntimeException e) {
    if (e instanceof JdbiException) {
      for (Throwable t = e; t != null; t = t.getCause()) {
        if (t instanceof SQLException sql && sql.getSQLState() != null) {
          return sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23");
        }
      }
    }
    return false;
  }

  /** Writes what waits, for at most 10 s; what is left then goes to the log. */
  @Override
  public void close() {
    closing = true;
    try {
      writer.join(TO_FINISH);
      writer.interrupt();
      writer.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      writer.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
