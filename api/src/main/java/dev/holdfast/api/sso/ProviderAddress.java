package dev.holdfast.api.sso;

import dev.holdfast.api.outbound.Hosts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Reads addresses of identity providers, and of this platform as browsers find it. */
final class ProviderAddress {
  private static final int LONGEST = 1024;
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private ProviderAddress() {}

  /**
   * An address without a query.
   *
   * @throws IllegalArgumentException if it is none, or others could read on the way there
   */
  static URI of(String text) {
    if (text.length() > LONGEST || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("is too long or has characters that no address has");
    }
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("is not an address such as https://id.example.com", e);
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("is not an address such as https://id.example.com");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("has a ? or # in it");
    }
    if (!isSafe(uri)) {
      throw new IllegalArgumentException(
          "does not begin with https:// (http:// only where the host is 127.0.0.1 or localhost)");
    }
    String host = uri.getHost();
    Hosts.check(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
    return uri;
  }

  /** Whether nobody on the way can read or change what is sent there. */
  static boolean isSafe(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme())
        || ("http".equalsIgnoreCase(uri.getScheme())
            && uri.getHost() != null
            && LOOPBACK.contains(uri.getHost()));
  }
}
