package dev.holdfast.api.notify;

import dev.holdfast.api.outbound.Hosts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Reads addresses to which messages are posted. */
final class HttpAddress {
  private static final int LONGEST = 2048;
  private static final int LAST_PORT = 65_535;

  private HttpAddress() {}

  /**
   * The address.
   *
   * @throws IllegalArgumentException if nothing can or may be posted to it; its text repeats none
   *     of the address, which may have a secret in it
   */
  static URI of(String text) {
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
  static String host(URI uri) {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** What of an address may be shown: whatever lets somebody in is behind its host. */
  static String shown(String text) {
    URI uri;
    try {
      uri = of(text);
    } catch (IllegalArgumentException e) {
      return SinkSettings.HIDDEN;
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    boolean more = path.length() > 1 || uri.getRawQuery() != null;
    return uri.getScheme()
        + "://"
        + uri.getHost()
        + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
        + (more ? "/" + SinkSettings.HIDDEN : path);
  }
}
