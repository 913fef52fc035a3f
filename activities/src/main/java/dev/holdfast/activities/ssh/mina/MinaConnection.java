package dev.holdfast.activities.ssh.mina;

import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.Failures;
import dev.holdfast.activities.ssh.PinnedHostKeys;
import dev.holdfast.activities.ssh.PooledConnection;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.SshSettings;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.future.CancelOption;

/** One authenticated connection to a server. Thread-safe. */
final class MinaConnection implements PooledConnection {
  private static final CancelOption[] GIVE_UP = {
    CancelOption.CANCEL_ON_TIMEOUT, CancelOption.CANCEL_ON_INTERRUPT
  };

  private final ClientSession session;
  private final int limit;
  private final Semaphore channels;
  private final AtomicLong usedAt = new AtomicLong(System.nanoTime());
  private volatile boolean retired;

  private MinaConnection(ClientSession session, int channels) {
    this.session = session;
    this.limit = channels;
    this.channels = new Semaphore(channels, true);
  }

  /**
   * Connects, checks the host key and logs in.
   *
   * @throws SshException with the type of what went wrong
   */
  static MinaConnection open(
      SshClient client, Server server, int port, Credentials credentials, SshSettings settings) {
    Failures failures = new Failures(server, port);
    KeyPair key = MinaLoginKey.of(server, credentials, failures);
    PinnedHostKeys hostKeys = new PinnedHostKeys(server);
    Handshake handshake = new Handshake(hostKeys);
    ClientSession session = null;
    try {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getByName(server.address()), port);
      session =
          client
              .connect(server.user(), address, handshake.context(), null)
              .verify(settings.connectTimeout(), GIVE_UP)
              .getSession();
      session.addPublicKeyIdentity(key);
      session.auth().verify(settings.handshakeTimeout(), GIVE_UP);
      return new MinaConnection(session, settings.channels());
    } catch (IOException | RuntimeException e) {
      SshException failure = MinaFailures.connecting(failures, e, session, hostKeys, handshake);
      if (session != null) {
        session.close(true);
      }
      throw failure;
    }
  }

  ClientSession session() {
    return session;
  }

  /** Waits for the right to open a channel; false if none came free in time. */
  boolean acquireChannel(long nanos) throws InterruptedException {
    return channels.tryAcquire(nanos, TimeUnit.NANOSECONDS);
  }

  void releaseChannel() {
    usedAt.set(System.nanoTime());
    channels.release();
    closeIfUnused();
  }

  @Override
  public void retire() {
    retired = true;
    closeIfUnused();
  }

  private void closeIfUnused() {
    if (retired && channels.availablePermits() == limit) {
      close();
    }
  }

  @Override
  public boolean isIdle(Duration idle) {
    return channels.availablePermits() == limit
        && System.nanoTime() - usedAt.get() > idle.toNanos();
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
