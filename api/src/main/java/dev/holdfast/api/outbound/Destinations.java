package dev.holdfast.api.outbound;

import dev.holdfast.platform.outbound.AddressKind;
import dev.holdfast.platform.setting.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    switch (AddressKind.of(address)) {
      case PUBLIC -> {}
      case PRIVATE -> {
        if (allowed < PRIVATE) {
          throw new ForbiddenDestination(purpose, "a private network", PRIVATE);
        }
      }
      case THIS_MACHINE -> {
        if (allowed < THIS_MACHINE) {
          throw new ForbiddenDestination(purpose, "this machine", THIS_MACHINE);
        }
      }
      case NEVER ->
          throw new ForbiddenDestination(purpose, "an address to which nothing is sent", null);
    }
  }
}
