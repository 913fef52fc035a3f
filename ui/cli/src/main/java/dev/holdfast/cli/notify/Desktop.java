package dev.holdfast.cli.notify;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Surroundings;
import dev.holdfast.cli.ssh.LocalProgram;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Shows events on this machine's desktop, if there is to be one. */
final class Desktop {
  private static final int SECONDS = 5;

  private final @Nullable Surroundings surroundings;
  private final String program;

  private Desktop(@Nullable Surroundings surroundings, String program) {
    this.surroundings = surroundings;
    this.program = program;
  }

  static Desktop none() {
    return new Desktop(null, "");
  }

  /**
   * The desktop of the person who runs the command.
   *
   * @throws Failure if there is no program for it
   */
  static Desktop of(Surroundings surroundings) {
    return new Desktop(
        surroundings, LocalProgram.require(surroundings, "notify-send", "libnotify-bin"));
  }

  void show(JsonNode event) {
    if (surroundings == null) {
      return;
    }
    String urgency = Json.text(event, "level").equals("error") ? "critical" : "normal";
    List<String> command =
        List.of(
            program,
            "--app-name=Holdfast",
            "--urgency=" + urgency,
            "--",
            Json.text(event, "kind"),
            // Its text may have markup, and ours has none.
            EventLine.what(event).replace("&", "&amp;").replace("<", "&lt;"));
    try {
      Process process =
          LocalProgram.command(surroundings, command)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED, "notify-send could not be started: " + e.getMessage(), List.of(), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
