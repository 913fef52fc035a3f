package dev.holdfast.activities.containers;

import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.RemoteSocket;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.Streams;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * A connection to an engine through its own client on the server, for where the socket itself
 * cannot be reached. It is a session of the server's, of which there are few.
 */
final class DialStdio implements RemoteSocket {
  /** Neither the login user's context nor its variables choose the engine. */
  enum Client {
    DOCKER("docker -H unix://" + Engines.SOCKET + " system dial-stdio", false),
    DOCKER_AS_ROOT(DOCKER.dial, true),
    /** Its socket is root's. */
    PODMAN("podman --url unix:///run/podman/podman.sock system dial-stdio", true);

    private final String dial;
    private final boolean root;

    Client(String dial, boolean root) {
      this.dial = dial;
      this.root = root;
    }
  }

  private static final Duration LONGEST = Duration.ofHours(25);

  private final Pipe toEngine = new Pipe();
  private final Pipe fromEngine = new Pipe();
  private final Thread session;

  private DialStdio(Ssh ssh, Server server, Client client) {
    Command command = new Command(client.dial, "", client.root, LONGEST, 0);
    // A platform thread: its interrupt, which ends the session, leaves the connection to others.
    session =
        Thread.ofPlatform()
            .daemon()
            .name("engine-dial-" + server.name())
            .unstarted(() -> dial(ssh, server, command));
  }

  /**
   * Begins the session; that it cannot be is told to whoever reads.
   *
   * @param client which of the server's programs begins it
   */
  static DialStdio start(Ssh ssh, Server server, Client client) {
    DialStdio dialled = new DialStdio(ssh, server, client);
    dialled.session.start();
    return dialled;
  }

  private void dial(Ssh ssh, Server server, Command command) {
    Complaint said = new Complaint();
    try {
      int exitCode =
          ssh.stream(server, command, new Streams(toEngine.input(), fromEngine.output(), said));
      fromEngine.end(
          exitCode == 0
              ? null
              : new IOException(
                  "%s ended with exit code %d: %s"
                      .formatted(command.line(), exitCode, said.text())));
    } catch (SshException e) {
      fromEngine.end(new IOException(e.getMessage(), e));
    } catch (RuntimeException | Error e) {
      fromEngine.end(new IOException(e.toString(), e));
      throw e;
    } finally {
      toEngine.end(new IOException("the session has ended"));
    }
  }

  @Override
  public InputStream input() {
    return fromEngine.input();
  }

  @Override
  public OutputStream output() {
    return toEngine.output();
  }

  @Override
  public void close() {
    toEngine.end(null);
    fromEngine.end(new IOException("closed"));
    session.interrupt();
  }
}
