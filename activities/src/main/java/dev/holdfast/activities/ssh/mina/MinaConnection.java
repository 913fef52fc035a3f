package dev.holdfast.activities.ssh.mina;

import dev.holdfast.activities.ssh.BoundedOutput;
import dev.holdfast.activities.ssh.ChannelPermit;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.MaxSessions;
import dev.holdfast.activities.ssh.NotStarted;
import dev.holdfast.activities.ssh.PooledConnection;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.SshFailures;
import dev.holdfast.activities.ssh.SshSettings;
import dev.holdfast.activities.ssh.Streams;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.OptionalInt;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.future.CancelOption;

/** One authenticated connection to a server. Thread-safe. */
final class MinaConnection implements PooledConnection {
  private static final CancelOption[] GIVE_UP = {
    CancelOption.CANCEL_ON_TIMEOUT, CancelOption.CANCEL_ON_INTERRUPT
  };

  private final ClientSession session;
  private final Server server;
  private final SshSettings settings;

  private MinaConnection(ClientSession session, Server server, SshSettings settings) {
    this.session = session;
    this.server = server;
    this.settings = settings;
  }

  /**
   * Connects, checks the host key and logs in.
   *
   * @throws SshException with the type of what went wrong
   */
  static MinaConnection open(
      SshClient client, Server server, int port, Credentials credentials, SshSettings settings) {
    SshFailures failures = new SshFailures(server, port);
    refuseWhatIsNotDone(server, failures);
    String agent = MinaAgent.socket(server);
    KeyPair key = agent == null ? MinaLoginKey.of(server, credentials, failures) : null;
    Handshake handshake = new Handshake(server);
    ClientSession session = null;
    try {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getByName(server.address()), port);
      session =
          client
              .connect(server.user(), address, handshake.context(), null)
              .verify(settings.connectTimeout(), GIVE_UP)
              .getSession();
      if (key != null) {
        session.addPublicKeyIdentity(key);
      }
      session.auth().verify(settings.handshakeTimeout(), GIVE_UP);
      return new MinaConnection(session, server, settings);
    } catch (IOException | RuntimeException e) {
      SshException failure = MinaFailures.connecting(failures, e, session, handshake);
      if (session != null) {
        session.close(true);
      }
      throw failure;
    }
  }

  /** Rather than reach it in another way than is set. */
  private static void refuseWhatIsNotDone(Server server, SshFailures failures) {
    String set = "; set another adapter: holdfast server set " + server.name() + " --adapter sshj";
    if (server.jump().isPresent()) {
      throw failures.of(
          FailureType.BAD_INPUT,
          "is reached through another server, which MINA does not do" + set,
          null);
    }
    String agent = MinaAgent.socket(server);
    if (agent == null) {
      return;
    }
    if (server.access().certificate() != null) {
      throw failures.of(
          FailureType.BAD_INPUT,
          "is logged in to by an ssh-agent with a certificate beside it, which MINA does not do"
              + set,
          null);
    }
    if (agent.isEmpty() || !Files.exists(Path.of(agent))) {
      throw failures.of(
          FailureType.AUTHENTICATION,
          agent.isEmpty()
              ? "is to be logged in to by an ssh-agent, and this worker knows none (SSH_AUTH_SOCK)"
              : "is to be logged in to by the ssh-agent at %s, which is not on the worker's machine"
                  .formatted(agent),
          null);
    }
  }

  ClientSession session() {
    return session;
  }

  @Override
  public OptionalInt maxSessions() {
    return MaxSessions.ask(this::run);
  }

  private String run(Command command) {
    BoundedOutput out = new BoundedOutput(command.outputLimit());
    InputStream in = new ByteArrayInputStream(command.stdin().getBytes(StandardCharsets.UTF_8));
    Streams streams = new Streams(in, out, OutputStream.nullOutputStream());
    SshFailures failures = new SshFailures(server, server.port());
    try {
      new MinaExecution(ChannelPermit.alone(this), command, streams, settings, failures).run();
    } catch (NotStarted e) {
      throw e.failure();
    }
    return new String(out.bytes(), StandardCharsets.UTF_8);
  }

  @Override
  public boolean isHealthy() {
    return session.isOpen() && session.isAuthenticated();
  }

  /** At once: what still runs on it sees a lost connection. */
  @Override
  public void close() {
    session.close(true);
  }
}
