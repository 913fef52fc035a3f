package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;

/** One authenticated connection to a server. Thread-safe. */
final class Connection implements PooledConnection {
  private static final int SILENCES = 3;

  private final SSHClient client;
  private final int limit;
  private final Semaphore channels;
  private final AtomicLong usedAt = new AtomicLong(System.nanoTime());
  private volatile boolean retired;

  private Connection(SSHClient client, int channels) {
    this.client = client;
    this.limit = channels;
    this.channels = new Semaphore(channels, true);
  }

  /**
   * Connects, checks the host key and logs in.
   *
   * @throws SshException with the type of what went wrong
   */
  static Connection open(
      Server server,
      int port,
      Config config,
      Credentials credentials,
      SshSettings settings,
      Deadlines deadlines) {
    Failures failures = new Failures(server, port);
    PinnedHostKeys hostKeys = new PinnedHostKeys(server);
    SSHClient client = new SSHClient(config);
    client.addHostKeyVerifier(hostKeys);
    client.setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()));
    int handshake = Math.toIntExact(settings.handshakeTimeout().toMillis());
    client.getTransport().setTimeoutMs(handshake);
    client.getConnection().setTimeoutMs(handshake);
    // Has no effect any more once connected.
    KeepAliveRunner keepAlive = (KeepAliveRunner) client.getConnection().getKeepAlive();
    keepAlive.setKeepAliveInterval(Math.toIntExact(settings.keepAlive().toSeconds()));
    keepAlive.setMaxAliveCount(SILENCES);
    PromptSockets sockets = new PromptSockets();
    client.setSocketFactory(sockets);
    KeyProvider key = LoginKey.of(server, credentials, client, failures);
    // sshj waits for the greeting without limit: a stopped sshd accepts connections and stays
    // silent.
    try (Deadlines.Deadline _ =
        deadlines.after(
            settings.connectTimeout().plus(settings.handshakeTimeout()), sockets::close)) {
      client.connect(server.address(), port);
      client.authPublickey(server.user(), key);
    } catch (IOException | RuntimeException e) {
      close(client, sockets);
      throw failures.connecting(e, hostKeys);
    }
    return new Connection(client, settings.channels());
  }

  SSHClient client() {
    return client;
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
    return client.isConnected() && client.isAuthenticated() && client.getTransport().isRunning();
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      // It was broken already.
    }
  }

  private static void close(SSHClient client, PromptSockets sockets) {
    try {
      client.close();
    } catch (IOException e) {
      // The failure that led here is the one to tell.
    }
    sockets.close();
  }
}
