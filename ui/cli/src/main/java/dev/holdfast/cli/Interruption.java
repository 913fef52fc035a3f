package dev.holdfast.cli;

import java.lang.reflect.Proxy;
import java.time.Duration;

/**
 * What to say when the user presses Ctrl-C: {@code try (var _ = Interruption.says(…)) { … }}.
 *
 * <p>The Java runtime ends with exit code 130 by itself after this was said. Until then whoever was
 * interrupted waits in {@link #close}, so that only one of the two speaks.
 */
public final class Interruption implements AutoCloseable {
  private final Thread hook;

  private Interruption(Runnable words) {
    hook = Thread.ofPlatform().name("interrupted").unstarted(words);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Says it if the process is interrupted before this is closed. */
  public static Interruption says(Runnable words) {
    return new Interruption(words);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      waitForTheEnd();
    }
  }

  /** Whether the process is being interrupted. */
  public boolean begun() {
    return hook.getState() != Thread.State.NEW;
  }

  /** Returns only if the waiting itself is interrupted: the process ends when all is said. */
  private void waitForTheEnd() {
    try {
      hook.join();
      Thread.sleep(Duration.ofDays(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Does something else at the next Ctrl-C, and leaves with exit code 130; to be called from the
   * words of the first. A runtime that ends does not hear a second one by itself.
   */
  public static void onceMore(Runnable words) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object leave =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (_, method, _) -> {
                if (method.getName().equals("handle")) {
                  words.run();
                  Runtime.getRuntime().halt(ExitCode.CANCELLED.code());
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("INT"), leave);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // This runtime has no such signals: the first Ctrl-C is carried out all the same.
    }
  }
}
