package dev.holdfast.api.outbound;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Reads addresses that are asked or posted to. */
public final class HttpAddress {
  private static final int LONGEST = 2048;
  private static final int LAST_PORT = 65_535;

  private HttpAddress() {}

  /**
   * The address.
   *
   * @throws IllegalArgumentException if nothing can or may be sent to it; its text repeats none of
   *     the address, which may have a secret in it
   */
  public static URI of(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
    }
    if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("has characters that an address cannot have");
    }
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("is not an address such as https://example.com/hook", e);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new IllegalArgumentException("does not begin with https:// or http://");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("does not name a host, and nobody at it");
    }
    Hosts.check(host(uri));
    if (uri.getRawFragment() != null) {
      throw new IllegalArgumentException("has a # in it, which is never sent");
    }
    if (uri.getPort() == 0 || uri.getPort() > LAST_PORT) {
      throw new IllegalArgumentException("has a port that there is not");
    }
    return uri;
  }

  /** The host, without the brackets of IPv6. */
  public static String host(URI uri) {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
