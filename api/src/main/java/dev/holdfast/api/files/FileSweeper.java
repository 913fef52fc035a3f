package dev.holdfast.api.files;

import dev.holdfast.platform.file.FileStore;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Removes files that are not used any more. */
@Component
public final class FileSweeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileSweeper.class);
  private static final Duration EVERY = Duration.ofMinutes(10);

  private final FileStore files;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("file-sweeper").factory());

  FileSweeper(FileStore files) {
    this.files = files;
  }

  /** Sweeps from now on, every few minutes. */
  public void start() {
    var _ =
        timer.scheduleWithFixedDelay(
            this::sweep, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  private void sweep() {
    try {
      int swept = files.sweep();
      if (swept > 0) {
        LOG.info("Removed {} files that are not used any more", swept);
      }
    } catch (RuntimeException e) {
      LOG.warn("Files could not be swept, again in a moment: {}", e.toString());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
