package dev.holdfast.cli.ssh;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Takes mounts of ours away. */
final class Unmounter {
  private static final int STATE_SECONDS = 2;
  private static final String DEAD = "Transport endpoint is not connected";

  private final Surroundings surroundings;
  private final MountRecords records;

  Unmounter(Surroundings surroundings, MountRecords records) {
    this.surroundings = surroundings;
    this.records = records;
  }

  /** The program that unmounts for people who are not root. */
  static String program(Surroundings surroundings) {
    return LocalProgram.find(surroundings, "fusermount3", "fusermount")
        .orElseGet(() -> LocalProgram.require(surroundings, "fusermount3", "fuse3"));
  }

  /** What became of a mount: mounted, stale (its sshfs is dead), silent (no answer), or gone. */
  String state(Mount mount) {
    if (!mount.present()) {
      return "gone";
    }
    try {
      // In a process of its own, for a server that does not answer holds the asker up.
      Process stat =
          LocalProgram.command(
                  surroundings, List.of("env", "LC_ALL=C", "stat", "--", mount.local().toString()))
              .redirectErrorStream(true)
              .start();
      if (!stat.waitFor(STATE_SECONDS, TimeUnit.SECONDS)) {
        stat.destroyForcibly();
        return "silent";
      }
      String said = new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return said.contains(DEAD) ? "stale" : "mounted";
    } catch (IOException e) {
      return "silent";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "silent";
    }
  }

  /**
   * Unmounts and forgets; a mount that is gone already is only forgotten.
   *
   * @param lazily whether files that are still open may keep it alive, out of sight
   * @throws Failure if it is in use
   */
  void unmount(Mount mount, boolean lazily) {
    if (mount.present()) {
      String refusal = fusermount(mount, false);
      if (mount.present() && (lazily || state(mount).equals("stale"))) {
        refusal = fusermount(mount, true);
      }
      if (mount.present()) {
        throw new Failure(
            ExitCode.FAILED,
            mount.local() + " cannot be unmounted: " + refusal,
            "close what uses it (fuser -vm " + mount.local() + "), or add --lazy");
      }
    }
    forget(mount);
  }

  /** Takes away what sessions and machines that ended badly have left. */
  void sweep() {
    for (Mount mount : records.all()) {
      if (mount.abandoned()) {
        try {
          unmount(mount, true);
        } catch (Failure e) {
          // Its record stays, and the next command tries again.
        }
      }
    }
  }

  void forget(Mount mount) {
    records.remove(mount);
    if (mount.created()) {
      try {
        Files.deleteIfExists(mount.local());
      } catch (IOException e) {
        // Somebody has put something there: it stays.
      }
    }
  }

  private String fusermount(Mount mount, boolean lazily) {
    List<String> command = new ArrayList<>(List.of(program(surroundings), "-u"));
    if (lazily) {
      command.add("-z");
    }
    command.add(mount.local().toString());
    try {
      Process process =
          LocalProgram.command(surroundings, command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return said.strip();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
