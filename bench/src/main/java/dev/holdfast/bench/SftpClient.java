package dev.holdfast.bench;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.lab.LabServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** OpenSSH's {@code sftp} to one lab server, with its own defaults and no configuration file. */
final class SftpClient {
  private final LabServer server;
  private final Path directory;

  /**
   * @param directory for its known hosts
   */
  SftpClient(LabServer server, Path directory) throws IOException {
    this.server = server;
    this.directory = directory;
    Files.writeString(directory.resolve("known_hosts"), server.knownHosts());
  }

  void put(Path local, String remote) throws IOException, InterruptedException {
    run("put " + local + " " + remote);
  }

  void get(String remote, Path local) throws IOException, InterruptedException {
    run("get " + remote + " " + local);
  }

  private void run(String line) throws IOException, InterruptedException {
    Path batch = Files.writeString(directory.resolve("batch"), line + "\n");
    Process process =
        new ProcessBuilder(
                List.of(
                    "sftp",
                    "-q",
                    "-F",
                    "none",
                    "-b",
                    batch.toString(),
                    "-o",
                    "StrictHostKeyChecking=yes",
                    "-o",
                    "UserKnownHostsFile=" + directory.resolve("known_hosts"),
                    "-o",
                    "GlobalKnownHostsFile=/dev/null",
                    "-o",
                    "IdentitiesOnly=yes",
                    "-i",
                    server.keyFile().toString(),
                    "-P",
                    String.valueOf(server.port()),
                    server.user() + "@" + server.address()))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new Failure(
          ExitCode.FAILED,
          "the baseline failed: sftp: " + said.strip(),
          "see for yourself: " + line);
    }
  }
}
