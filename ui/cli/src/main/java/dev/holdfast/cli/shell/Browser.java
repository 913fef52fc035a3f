package dev.holdfast.cli.shell;

import dev.holdfast.cli.Surroundings;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Opens a page where there is a display. */
final class Browser {
  private Browser() {}

  /** Whether the desktop took the link. */
  static boolean open(String url, Surroundings surroundings) {
    if (surroundings.variable("DISPLAY").isEmpty()
        && surroundings.variable("WAYLAND_DISPLAY").isEmpty()) {
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
