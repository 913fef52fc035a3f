package dev.holdfast.api.encryption;

import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.ClearValues;
import dev.holdfast.platform.atrest.SealedColumn;
import dev.holdfast.platform.audit.AuditContent;
import dev.holdfast.platform.file.FileContent;
import dev.holdfast.platform.file.FileUses;
import dev.holdfast.platform.operation.OperationContent;
import dev.holdfast.platform.operation.OperationDigests;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Encrypts what an earlier version, or a worker that still is one, has stored in clear: some values
 * at a time, and two thirds of the time nothing, so that operations do not wait for it. It can be
 * stopped and killed at any time, and several APIs share the work.
 */
@Component
public final class BackgroundEncryption implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundEncryption.class);

  /** Between two looks for clear values, once all are encrypted. */
  private static final Duration EVERY = Duration.ofMinutes(1);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(10);

  /** How many values are encrypted between two lines in the log. */
  private static final long TOLD = 100_000;

  private final List<IntSupplier> works = new ArrayList<>();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("background-encryption").unstarted(this::run);
  private volatile boolean closed;

  BackgroundEncryption(Jdbi jdbi, AtRest atRest) {
    ClearValues clear = new ClearValues(jdbi, atRest.keys());
    // Inputs are still searched for the digests of files as they were.
    works.add(() ->
        clear.encryptSome(
            OperationContent.INPUT,
            (handle, operation, input) ->
                FileUses.record(
                    handle,
                    operation,
                    FileUses.namedIn(
                        new String(input, StandardCharsets.UTF_8), atRest.digests()))));
    for (SealedColumn column : OperationContent.ALL) {
      if (!column.equals(OperationContent.INPUT)) {
        works.add(() -> clear.encryptSome(column));
      }
    }
    AuditContent.ALL.forEach(column -> works.add(() -> clear.encryptSome(column)));
    works.add(() -> clear.encryptSome(FileContent.CHUNK));
    works.add(new OperationDigests(jdbi, atRest.digests())::replaceSome);
    works.add(new FileContent(jdbi, atRest.digests())::replaceSomeDigests);
  }

  /** Encrypts from now on. */
  public void start() {
    thread.start();
  }

  /** Encrypts all that is in clear now, without a pause; returns how many values that were. */
  public long encryptAll() {
    long all = 0;
    for (IntSupplier work : works) {
      for (int some = work.getAsInt(); some > 0; some = work.getAsInt()) {
        all += some;
      }
    }
    return all;
  }

  private void run() {
    long done = 0;
    long told = 0;
    try {
      while (!closed) {
        Duration pause = EVERY;
        try {
          int some = someOfEach();
          done += some;
          if (some > 0 && done - told >= TOLD) {
            LOG.info("Encrypted {} values that were stored in clear; more are left", done);
            told = done;
          }
          if (some > 0) {
            pause = Duration.ZERO;
          } else if (done > 0) {
            LOG.info("Encrypted {} values that were stored in clear; none is left", done);
            done = 0;
            told = 0;
          }
        } catch (RuntimeException e) {
          LOG.warn("What is stored in clear could not be encrypted, again soon: {}", e.toString());
          pause = AFTER_A_FAILURE;
        }
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private int someOfEach() throws InterruptedException {
    int all = 0;
    for (IntSupplier work : works) {
      long since = System.nanoTime();
      int some = work.getAsInt();
      all += some;
      if (some > 0) {
        Duration took = Duration.ofNanos(System.nanoTime() - since).multipliedBy(2);
        Thread.sleep(took.compareTo(SHORTEST_PAUSE) > 0 ? took : SHORTEST_PAUSE);
      }
    }
    return all;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
