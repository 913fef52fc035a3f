package dev.holdfast.cli.ssh;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has to be done at the end, however the end comes: when closed, or when the process is
 * interrupted, terminated or hung up on. Last added, first done, each once. Thread-safe.
 */
final class Cleanup implements AutoCloseable {
  private final Deque<Runnable> actions = new ArrayDeque<>();
  private final Thread hook = Thread.ofPlatform().name("cleanup").unstarted(this::run);
  private boolean over;

  Cleanup() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Adds an action; it is done at once if the end has come already. */
  synchronized void add(Runnable action) {
    if (over) {
      action.run();
    } else {
      actions.push(action);
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending: the hook is running, or about to
    }
    run();
  }

  private synchronized void run() {
    over = true;
    RuntimeException first = null;
    while (!actions.isEmpty()) {
      try {
        actions.pop().run();
      } catch (RuntimeException e) {
        // One that fails must not keep the others from being done.
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
