package dev.holdfast.e2e;

import dev.holdfast.standalone.home.Commands;
import dev.holdfast.standalone.home.ServiceUser;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Whether this machine can mount through SSHFS; some containers cannot. */
final class Fuse {
  private Fuse() {}

  /** Installs sshfs where the tests may install what they need, as the lab does with Docker. */
  static boolean available() throws IOException, InterruptedException {
    Path device = Path.of("/dev/fuse");
    try (FileChannel _ =
        FileChannel.open(device, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      boolean mayInstall =
          "true".equals(System.getenv("CI"))
              && ServiceUser.isRoot()
              && Files.isExecutable(Path.of("/usr/bin/apt-get"));
      if (!installed() && mayInstall) {
        Commands.run(List.of("apt-get", "install", "-y", "--no-install-recommends", "sshfs"));
      }
      return installed();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean installed() {
    return Files.isExecutable(Path.of("/usr/bin/sshfs"));
  }
}
