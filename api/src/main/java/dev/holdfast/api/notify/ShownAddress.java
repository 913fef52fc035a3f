package dev.holdfast.api.notify;

import dev.holdfast.api.outbound.HttpAddress;
import java.net.URI;

/** What people see of an address that may have a secret in it. */
final class ShownAddress {
  private ShownAddress() {}

  /** What of an address may be shown: whatever lets somebody in is behind its host. */
  static String of(String text) {
    URI uri;
    try {
      uri = HttpAddress.of(text);
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
