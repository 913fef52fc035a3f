package dev.holdfast.cli.shell;

import dev.holdfast.cli.Surroundings;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Opens a page where there is a display. */
public final class Browser {
  private Browser() {}

  /** Whether there is a display on which one could open. */
  public static boolean possible(Surroundings surroundings) {
    return !surroundings.variable("DISPLAY").isEmpty()
        || !surroundings.variable("WAYLAND_DISPLAY").isEmpty();
  }

  /** Whether the desktop took the link. */
  public static boolean open(String url, Surroundings surroundings) {
    if (!possible(surroundings)) {
      return false;
    }
    try {
      Process opener =
          new ProcessBuilder("xdg-open", url)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      // Some desktops keep xdg-open running as long as the browser: that is a success, too.
      return !opener.waitFor(3, TimeUnit.SECONDS) || opener.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
