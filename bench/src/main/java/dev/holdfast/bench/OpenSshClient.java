package dev.holdfast.bench;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.lab.LabServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** OpenSSH's own client and its ControlMaster to one lab server; closing it ends the master. */
final class OpenSshClient implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final LabServer server;
  private final Path directory;
  private final Path socket;

  OpenSshClient(LabServer server) throws IOException {
    this.server = server;
    // Short, because the path of a UNIX socket is.
    this.directory = Files.createTempDirectory("hf");
    this.socket = directory.resolve("s");
    Files.writeString(directory.resolve("known_hosts"), server.knownHosts());
  }

  void startMaster() throws IOException, InterruptedException {
    call(List.of("-M", "-N", "-f", "-o", "ControlPersist=no"), List.of());
  }

  /** One command over the master, by a client process as a script would start it. */
  void multiplexed() throws IOException, InterruptedException {
    call(List.of("-o", "ControlMaster=no"), List.of("true"));
  }

  /** The client process alone: it starts, asks the master whether it lives, and ends. */
  void check() throws IOException, InterruptedException {
    call(List.of("-O", "check"), List.of());
  }

  /** One command over a connection of its own. */
  void cold() throws IOException, InterruptedException {
    call(List.of("-o", "ControlPath=none"), List.of("true"));
  }

  private void call(List<String> options, List<String> command)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("ssh", "-F", "none"));
    // What comes first counts.
    line.addAll(options);
    line.addAll(
        List.of(
            "-o",
            "BatchMode=yes",
            "-o",
            "StrictHostKeyChecking=yes",
            "-o",
            "UserKnownHostsFile=" + directory.resolve("known_hosts"),
            "-o",
            "GlobalKnownHostsFile=/dev/null",
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "LogLevel=ERROR",
            "-o",
            "ControlPath=" + socket,
            "-i",
            server.keyFile().toString(),
            "-p",
            String.valueOf(server.port()),
            server.user() + "@" + server.address()));
    line.addAll(command);
    Process process =
        new ProcessBuilder(line)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw failed(line, "did not end within " + PATIENCE_SECONDS + " s");
    }
    if (process.exitValue() != 0) {
      throw failed(line, "ended with " + process.exitValue());
    }
  }

  private static Failure failed(List<String> line, String how) {
    return new Failure(
        ExitCode.FAILED, "the baseline " + how, "see for yourself: " + String.join(" ", line));
  }

  @Override
  public void close() {
    try {
      if (Files.exists(socket)) {
        call(List.of("-O", "exit"), List.of());
      }
      Files.deleteIfExists(directory.resolve("known_hosts"));
      Files.deleteIfExists(socket);
      Files.deleteIfExists(directory);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
