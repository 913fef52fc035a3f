package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.server.HostKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.ConfigImpl;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthNone;
import org.jspecify.annotations.Nullable;

/** What a server tells to whoever connects, each on a connection of its own; no key is offered. */
public final class BeforeLogin {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration WHOLE = Duration.ofSeconds(10);

  private BeforeLogin() {}

  /**
   * What a server answers to a user who shows nothing.
   *
   * @param letIn whether that was enough to log in
   * @param methods the methods that would do
   * @param banner the text that is shown before a login; blank if there is none
   */
  public record Methods(boolean letIn, List<String> methods, String banner) {}

  /**
   * The host key that the server proves to own when only this algorithm is offered.
   *
   * @param algorithm by the name that {@link OfferedAlgorithms} has under {@code key-sig}
   * @throws IOException if there is no such key, or the server does not answer
   */
  public static HostKey hostKey(InetSocketAddress address, String algorithm) throws IOException {
    ConfigImpl config = (ConfigImpl) Algorithms.config(LoggerFactory.DEFAULT);
    config.setKeyAlgorithms(
        config.getKeyAlgorithms().stream().filter(k -> k.getName().equals(algorithm)).toList());
    Shown shown = new Shown(_ -> true);
    visit(address, config, shown, _ -> shown);
    HostKey key = shown.key;
    if (key == null) {
      throw new IOException("no host key was shown");
    }
    return key;
  }

  /**
   * The login methods that the server names for a user.
   *
   * @param trusted the host keys to accept; the name of the user goes to no other server
   */
  public static Methods methods(InetSocketAddress address, String user, Predicate<HostKey> trusted)
      throws IOException {
    return visit(
        address,
        Algorithms.config(LoggerFactory.DEFAULT),
        new Shown(trusted),
        client -> {
          boolean letIn = true;
          try {
            client.auth(user, new AuthNone());
          } catch (UserAuthException e) {
            letIn = false;
            if (!client.isConnected()) {
              throw e;
            }
          }
          List<String> methods = new ArrayList<>();
          client.getUserAuth().getAllowedMethods().forEach(methods::add);
          String banner = client.getUserAuth().getBanner();
          return new Methods(letIn, methods, banner == null ? "" : banner);
        });
  }

  @FunctionalInterface
  private interface Visit<T> {
    T with(SSHClient client) throws IOException;
  }

  private static <T> T visit(
      InetSocketAddress address, Config config, HostKeyVerifier verifier, Visit<T> visit)
      throws IOException {
    PromptSockets sockets = new PromptSockets(new LifeSigns());
    // sshj waits for the greeting without limit; a closed socket ends that wait.
    try (SSHClient client = new SSHClient(config);
        Deadlines deadlines = new Deadlines();
        Deadlines.Deadline _ = deadlines.after(WHOLE, sockets::close)) {
      client.addHostKeyVerifier(verifier);
      client.setSocketFactory(sockets);
      client.setConnectTimeout(Math.toIntExact(CONNECT.toMillis()));
      client.setTimeout(Math.toIntExact(CONNECT.toMillis()));
      if (address.isUnresolved()) {
        client.connect(address.getHostString(), address.getPort());
      } else {
        client.connect(address.getAddress(), address.getPort());
      }
      return visit.with(client);
    }
  }

  /** Takes the trusted keys that the server has proved to own, and remembers the last it saw. */
  private static final class Shown implements HostKeyVerifier {
    private final Predicate<HostKey> trusted;
    private volatile @Nullable HostKey key;

    Shown(Predicate<HostKey> trusted) {
      this.trusted = trusted;
    }

    @Override
    public boolean verify(String hostname, int port, PublicKey shown) {
      byte[] blob = new Buffer.PlainBuffer().putPublicKey(shown).getCompactData();
      HostKey seen =
          new HostKey(KeyType.fromKey(shown).toString(), Base64.getEncoder().encodeToString(blob));
      key = seen;
      return trusted.test(seen);
    }

    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
      return List.of();
    }
  }
}
