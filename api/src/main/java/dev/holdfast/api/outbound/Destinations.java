package dev.holdfast.api.outbound;

import dev.holdfast.platform.setting.Settings;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * To which addresses the platform connects because somebody has named them. An organisation names
 * them, and must not reach through the platform what it could not reach itself. Asked at each
 * connection, about the very addresses that are connected to, so that a name that has come to mean
 * another one helps nobody.
 */
@Component
public final class Destinations implements DisposableBean {
  private static final int PRIVATE = 1;
  private static final int THIS_MACHINE = 2;

  /** How long a name may take to be looked up. */
  private static final Duration RESOLVE = Duration.ofSeconds(5);

  /** Addresses of a name that are tried; each may take as long as a connection may. */
  private static final int MOST = 4;

  private static final int RESOLVERS = 8;
  private static final int WAITING = 64;

  private static final List<AddressBlock> LOOPBACK = blocks("127.0.0.0/8", "::1/128");

  private static final List<AddressBlock> PRIVATE_NETWORKS =
      blocks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7");

  /** Nobody's, everybody's, or of machines that tell whoever asks about the machine they serve. */
  private static final List<AddressBlock> NEVER =
      blocks(
          "0.0.0.0/8",
          "169.254.0.0/16",
          "168.63.129.16/32",
          "100.100.100.200/32",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3",
          "::/128",
          "fd00:ec2::254/128",
          "fd20:ce::254/128",
          "fe80::/10",
          "fec0::/10",
          "ff00::/8",
          "100::/64",
          "2001::/23",
          "2001:db8::/32");

  /** IPv6 addresses that lead to the IPv4 address in them, and the byte at which that begins. */
  private static final AddressBlock COMPATIBLE = AddressBlock.of("::/96");

  private static final AddressBlock TRANSLATED = AddressBlock.of("64:ff9b::/96");
  private static final AddressBlock TRANSLATED_LOCALLY = AddressBlock.of("64:ff9b:1::/48");
  private static final AddressBlock SIX_TO_FOUR = AddressBlock.of("2002::/16");

  private final Settings settings;
  private final ThreadPoolExecutor resolvers;

  Destinations(Settings settings) {
    this.settings = settings;
    this.resolvers =
        new ThreadPoolExecutor(
            RESOLVERS,
            RESOLVERS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("outbound-names-", 0).factory());
    resolvers.allowCoreThreadTimeOut(true);
  }

  /** Resolves names for an HTTP client, which so connects to what may be connected to only. */
  public DnsResolver resolver(Purpose purpose) {
    return new DnsResolver() {
      @Override
      public InetAddress[] resolve(String host) throws UnknownHostException {
        return Destinations.this.resolve(host, purpose);
      }

      @Override
      public String resolveCanonicalHostname(String host) {
        return host;
      }
    };
  }

  /**
   * The addresses of a host, if the platform may connect to all of them.
   *
   * @throws ForbiddenDestination if they may not
   * @throws UnknownHostException if it has none
   */
  public InetAddress[] resolve(String host, Purpose purpose) throws UnknownHostException {
    InetAddress[] addresses = addresses(host);
    int allowed = settings.get(purpose.setting());
    for (InetAddress address : addresses) {
      check(address, allowed, purpose);
    }
    return addresses;
  }

  /**
   * A resolver that does not answer keeps its thread: in a pool of its own it keeps nobody else's.
   */
  private InetAddress[] addresses(String host) throws UnknownHostException {
    Future<InetAddress[]> found;
    try {
      found = resolvers.submit(() -> InetAddress.getAllByName(host));
    } catch (RejectedExecutionException e) {
      throw new UnansweredName("has a name, and too many names are being looked up");
    }
    try {
      InetAddress[] all = found.get(RESOLVE.toMillis(), TimeUnit.MILLISECONDS);
      return Arrays.copyOf(all, Math.min(all.length, MOST));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UnknownHostException unknown
          ? unknown
          : new UnansweredName("has a name that cannot be looked up: " + e.getCause());
    } catch (TimeoutException e) {
      found.cancel(true);
      throw new UnansweredName("has a name that nobody knew within " + RESOLVE.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnansweredName("has a name, and the platform stops");
    }
  }

  @Override
  public void destroy() {
    resolvers.shutdownNow();
  }

  /**
   * Checks one address.
   *
   * @param allowed the value of the purpose's setting
   */
  public static void check(InetAddress address, int allowed, Purpose purpose)
      throws ForbiddenDestination {
    byte[] bytes = address.getAddress();
    if (isIn(LOOPBACK, bytes) || isOurs(address)) {
      if (allowed < THIS_MACHINE) {
        throw new ForbiddenDestination(purpose, "this machine", THIS_MACHINE);
      }
    } else if (isIn(NEVER, bytes) || TRANSLATED_LOCALLY.contains(bytes)) {
      throw new ForbiddenDestination(purpose, "an address to which nothing is sent", null);
    } else if (isIn(PRIVATE_NETWORKS, bytes)) {
      if (allowed < PRIVATE) {
        throw new ForbiddenDestination(purpose, "a private network", PRIVATE);
      }
    } else {
      checkEmbedded(bytes, allowed, purpose);
    }
  }

  private static void checkEmbedded(byte[] bytes, int allowed, Purpose purpose)
      throws ForbiddenDestination {
    int start =
        COMPATIBLE.contains(bytes) || TRANSLATED.contains(bytes)
            ? 12
            : SIX_TO_FOUR.contains(bytes) ? 2 : -1;
    if (start < 0) {
      return;
    }
    byte[] embedded = {bytes[start], bytes[start + 1], bytes[start + 2], bytes[start + 3]};
    try {
      check(InetAddress.getByAddress(embedded), allowed, purpose);
    } catch (ForbiddenDestination e) {
      throw e;
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Behind its public address a machine's own services can be reached as by loopback. */
  private static boolean isOurs(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }

  private static boolean isIn(List<AddressBlock> blocks, byte[] address) {
    return blocks.stream().anyMatch(block -> block.contains(address));
  }

  private static List<AddressBlock> blocks(String... blocks) {
    return Stream.of(blocks).map(AddressBlock::of).toList();
  }
}
