package dev.holdfast.cli.ssh;

import dev.holdfast.cli.Surroundings;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Unmounts at the end of a session. A small shell waits beside us for the end of a pipe that only
 * we hold, so that the mount goes even when we are killed and can do nothing any more.
 */
final class SessionMount {
  private static final int PATIENCE_SECONDS = 10;
  // A program may need a moment to leave the directory; one that stays is left with what it has.
  private static final String WATCH =
      """
      trap '' HUP INT TERM
      cd /
      read -r _
      tries=0
      until "$1" -u "$2"; do
        tries=$((tries + 1))
        [ "$tries" -lt 4 ] || { "$1" -u -z "$2"; break; }
        sleep 0.3
      done
      [ "$3" = true ] && rmdir "$2"
      """;

  private final Process watch;

  private SessionMount(Process watch) {
    this.watch = watch;
  }

  /** Watches over a mount from now on; it is unmounted with the cleanup. */
  static void watch(Surroundings surroundings, Mount mount, MountRecords records, Cleanup cleanup) {
    String unmount = Unmounter.program(surroundings);
    try {
      Process watch =
          LocalProgram.command(
                  surroundings,
                  List.of(
                      "setsid",
                      "sh",
                      "-c",
                      WATCH,
                      "holdfast-mount",
                      unmount,
                      mount.local().toString(),
                      Boolean.toString(mount.created())))
              .redirectOutput(new File("/dev/null"))
              .redirectError(new File("/dev/null"))
              .start();
      var session = new SessionMount(watch);
      cleanup.add(() -> {
        session.end();
        new Unmounter(surroundings, records).unmount(mount, true);
      });
    } catch (IOException e) {
      new Unmounter(surroundings, records).unmount(mount, true);
      throw new UncheckedIOException(e);
    }
  }

  private void end() {
    try (OutputStream pipe = watch.getOutputStream()) {
      pipe.close();
      watch.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      // It has seen the end of the pipe in another way: it is dead.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
