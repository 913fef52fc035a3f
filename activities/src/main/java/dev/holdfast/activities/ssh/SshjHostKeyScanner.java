package dev.holdfast.activities.ssh;

import com.hierynomus.sshj.key.KeyAlgorithm;
import dev.holdfast.platform.server.HostKeyScanner;
import dev.holdfast.schemas.server.HostKey;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.ConfigImpl;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/** Reads host keys by a key exchange for each kind of key; the login is never tried. */
public final class SshjHostKeyScanner implements HostKeyScanner {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @Override
  public List<HostKey> scan(String address, int port) throws IOException {
    List<HostKey> keys = new ArrayList<>();
    IOException last = null;
    for (Factory.Named<KeyAlgorithm> kind : config(null).getKeyAlgorithms()) {
      try {
        HostKey key = read(address, port, config(kind));
        if (!keys.contains(key)) {
          keys.add(key);
        }
      } catch (UnknownHostException | ConnectException | SocketTimeoutException e) {
        throw new IOException(
            "%s port %d cannot be reached: %s".formatted(address, port, e.getMessage()), e);
      } catch (IOException e) {
        last = e; // it has no key of this kind
      }
    }
    if (keys.isEmpty()) {
      throw new IOException("%s port %d shows no usable host key".formatted(address, port), last);
    }
    return keys;
  }

  private static HostKey read(String address, int port, Config config) throws IOException {
    Seen seen = new Seen();
    PromptSockets sockets = new PromptSockets();
    // sshj waits for the greeting without limit; a closed socket ends that wait.
    try (SSHClient client = new SSHClient(config);
        Deadlines deadlines = new Deadlines();
        Deadlines.Deadline _ = deadlines.after(TIMEOUT.multipliedBy(2), sockets::close)) {
      client.addHostKeyVerifier(seen);
      client.setSocketFactory(sockets);
      client.setConnectTimeout(Math.toIntExact(TIMEOUT.toMillis()));
      client.setTimeout(Math.toIntExact(TIMEOUT.toMillis()));
      client.connect(address, port);
    }
    if (seen.key == null) {
      throw new IOException("no host key was shown");
    }
    return seen.key;
  }

  private static Config config(Factory.@Nullable Named<KeyAlgorithm> only) {
    ConfigImpl config = (ConfigImpl) Algorithms.config(LoggerFactory.DEFAULT);
    if (only != null) {
      config.setKeyAlgorithms(List.of(only));
    }
    return config;
  }

  /** Takes whatever key the server has proved to own. */
  private static final class Seen implements HostKeyVerifier {
    private volatile @Nullable HostKey key;

    @Override
    public boolean verify(String hostname, int port, PublicKey shown) {
      byte[] blob = new Buffer.PlainBuffer().putPublicKey(shown).getCompactData();
      key =
          new HostKey(KeyType.fromKey(shown).toString(), Base64.getEncoder().encodeToString(blob));
      return true;
    }

    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
      return List.of();
    }
  }
}
