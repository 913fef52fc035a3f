package dev.holdfast.activities.containers.monitor;

import dev.holdfast.activities.containers.Complaint;
import dev.holdfast.activities.containers.Pipe;
import dev.holdfast.activities.containers.monitor.RunningContainer.Network;
import dev.holdfast.activities.resource.Scripts;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.Streams;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The script on a server that answers requests for samples, for as long as this is open: one
 * session, one sudo. It ends when its input does, so nothing of it stays when this process dies.
 */
final class SampleReader implements AutoCloseable {
  static final String SCRIPT = Scripts.load(SampleReader.class, "sample.sh");
  private static final Duration LONGEST = Duration.ofHours(25);

  /** What a profile or sudo prints before it. */
  private static final int NOISE = 100;

  private final Server server;
  private final Pipe toServer = new Pipe();
  private final Pipe fromServer = new Pipe();
  private final Complaint complaint = new Complaint();
  private final BufferedReader answers =
      new BufferedReader(new InputStreamReader(fromServer.input(), StandardCharsets.UTF_8));
  private final Thread session;

  SampleReader(Ssh ssh, Server server) {
    this.server = server;
    // A platform thread: its interrupt, which ends the session, leaves the connection to others.
    session =
        Thread.ofPlatform()
            .daemon()
            .name("container-samples-" + server.name())
            .unstarted(() -> serve(ssh));
  }

  /**
   * Starts the script and waits until it listens.
   *
   * @throws SshException if the server cannot be reached, or does not let us be root
   */
  void start() {
    session.start();
    send("base=\n" + SCRIPT);
    // The shell has read all of it by then, and leaves what comes now to the script.
    for (int i = 0; i < NOISE && !next().equals("ready"); i++) {}
  }

  private void serve(Ssh ssh) {
    Command command = new Command("sh -s", "", true, LONGEST, 0);
    try {
      int exitCode =
          ssh.stream(
              server, command, new Streams(toServer.input(), fromServer.output(), complaint));
      fromServer.end(new IOException("the script ended with exit code " + exitCode));
    } catch (SshException e) {
      fromServer.end(new IOException(e));
    } catch (RuntimeException | Error e) {
      fromServer.end(new IOException(e.toString(), e));
      throw e;
    } finally {
      toServer.end(new IOException("the session has ended"));
    }
  }

  /**
   * Takes a sample.
   *
   * @throws SshException if there is no answer any more
   */
  ServerReading sample(List<RunningContainer> running) {
    StringBuilder request = new StringBuilder();
    for (RunningContainer one : running) {
      request.append(one.id()).append(' ').append(one.pid());
      request.append(one.network() == Network.SERVER ? " host\n" : "\n");
    }
    send(request + "sample\n");
    List<String> lines = new ArrayList<>();
    for (String line = next(); !line.equals("done"); line = next()) {
      lines.add(line);
    }
    return ServerReading.parse(lines);
  }

  private void send(String text) {
    try {
      toServer.output().write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private String next() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new IOException("the connection has ended");
      }
      return line;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private SshException broken(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SshException told) {
        return told;
      }
    }
    return new SshException(
        FailureType.UNREACHABLE,
        "%s (%s:%d) does not tell any more what its containers use: %s %s"
            .formatted(
                server.name(), server.address(), server.port(), e.getMessage(), complaint.text())
            .strip(),
        e);
  }

  @Override
  public void close() {
    toServer.end(null);
    fromServer.end(new IOException("closed"));
    session.interrupt();
  }
}
