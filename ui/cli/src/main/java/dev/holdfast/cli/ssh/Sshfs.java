package dev.holdfast.cli.ssh;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Surroundings;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Mounts directories of servers through SSHFS. */
final class Sshfs {
  private static final int PATIENCE_SECONDS = 60;
  private static final Path FUSE = Path.of("/dev/fuse");
  private static final String OPTIONS = "idmap=user,nosuid,nodev";

  private final Surroundings surroundings;
  private final MountRecords records;
  private final String sshfs;

  private Sshfs(Surroundings surroundings, MountRecords records, String sshfs) {
    this.surroundings = surroundings;
    this.records = records;
    this.sshfs = sshfs;
  }

  /**
   * What is needed for mounting.
   *
   * @throws Failure if a program or the kernel's FUSE is missing, with what to do about it
   */
  static Sshfs require(Surroundings surroundings, MountRecords records) {
    LocalProgram.require(surroundings, "ssh", "openssh-client");
    String sshfs = LocalProgram.require(surroundings, "sshfs", "sshfs");
    Unmounter.program(surroundings);
    requireFuse(FUSE);
    return new Sshfs(surroundings, records, sshfs);
  }

  /**
   * Mounts, and returns once the directory is there.
   *
   * @param session see {@link Mount#session}
   * @throws Failure if the login or the mount fails, with what ssh and sshfs said
   */
  Mount mount(
      OpenSshLogin login, String remote, MountPoint point, String session, Cleanup cleanup) {
    var mount =
        new Mount(
            UUID.randomUUID().toString(),
            login.host(),
            remote,
            point.path(),
            point.created(),
            session,
            Instant.now());
    // Before the mount, so that none is ever unknown.
    records.add(mount);
    AtomicBoolean pending = new AtomicBoolean(true);
    Runnable abandon =
        () -> {
          if (pending.getAndSet(false)) {
            new Unmounter(surroundings, records).unmount(mount, true);
          }
        };
    cleanup.add(abandon);
    try {
      run(login, mount, cleanup);
      pending.set(false);
      return mount;
    } finally {
      abandon.run();
    }
  }

  private void run(OpenSshLogin login, Mount mount, Cleanup cleanup) {
    // A session of its own: what is typed at the terminal afterwards is not meant for it.
    List<String> command =
        List.of(
            "setsid",
            sshfs,
            "-F",
            login.configuration().toString(),
            mount.source(),
            mount.local().toString(),
            "-o",
            OPTIONS);
    File log = login.log().toFile();
    try {
      Process process =
          LocalProgram.command(surroundings, command)
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(log)
              .start();
      cleanup.add(process::destroy);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroy();
        throw failed(mount, "no answer within " + PATIENCE_SECONDS + " s");
      }
      if (process.exitValue() != 0 || !mount.present()) {
        String refusal = login.refusal();
        throw failed(mount, refusal.isEmpty() ? Files.readString(log.toPath()).strip() : refusal);
      }
    } catch (IOException e) {
      throw failed(mount, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.CANCELLED, "interrupted", List.of(), null);
    }
  }

  private static Failure failed(Mount mount, String why) {
    return new Failure(
        ExitCode.FAILED,
        "cannot mount " + mount.source() + " at " + mount.local(),
        why.lines().toList(),
        "./holdfast ssh " + mount.server() + " true shows whether the login works");
  }

  static void requireFuse(Path device) {
    try (FileChannel _ =
        FileChannel.open(device, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return;
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED,
          "mounting needs " + device + ", which cannot be opened here",
          "sudo modprobe fuse; a container needs --device /dev/fuse --cap-add SYS_ADMIN");
    }
  }
}
