package dev.holdfast.cli;

/**
 * What to say when the user presses Ctrl-C: {@code try (var _ = Interruption.says(…)) { … }}.
 *
 * <p>The Java runtime ends with exit code 130 by itself after this was said.
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
      // the process is being interrupted right now: the hook is running
    }
  }
}
