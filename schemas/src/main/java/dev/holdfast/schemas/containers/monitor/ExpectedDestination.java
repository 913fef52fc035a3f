package dev.holdfast.schemas.containers.monitor;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a container may connect to.
 *
 * @param address of a network or a host
 * @param bits how many of its leading bits count
 * @param port 0 for all
 */
public record ExpectedDestination(InetAddress address, int bits, int port) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<v4>(?:[0-9]{1,3}\\.){3}[0-9]{1,3}(?:/[0-9]{1,2})?)|\\[(?<v6>[0-9a-fA-F:.]+(?:/[0-9]{1,3})?)])"
              + "(?::(?<port>[0-9]{1,5}))?");
  private static final int MOST_PORTS = 65_535;

  /**
   * Reads {@code 10.0.0.0/8:443}, {@code 192.0.2.1}, or {@code [2001:db8::/32]:443}.
   *
   * @throws IllegalArgumentException if the text is none of them
   */
  public static ExpectedDestination parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw wrong(text);
    }
    String network = parts.group("v4") == null ? parts.group("v6") : parts.group("v4");
    int slash = network.indexOf('/');
    InetAddress address;
    try {
      address = InetAddress.ofLiteral(slash < 0 ? network : network.substring(0, slash));
    } catch (IllegalArgumentException e) {
      throw wrong(text);
    }
    int longest = address.getAddress().length * Byte.SIZE;
    int bits = slash < 0 ? longest : Integer.parseInt(network.substring(slash + 1));
    int port = parts.group("port") == null ? 0 : Integer.parseInt(parts.group("port"));
    if (bits > longest || port > MOST_PORTS) {
      throw wrong(text);
    }
    return new ExpectedDestination(address, bits, port);
  }

  /** Whether a connection to there is expected. */
  public boolean contains(InetAddress other, int to) {
    return (port == 0 || port == to) && within(address.getAddress(), bits, other.getAddress());
  }

  private static boolean within(byte[] network, int bits, byte[] other) {
    if (network.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if (((network[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "'"
            + text
            + "' is no destination; write 10.0.0.0/8:443, 192.0.2.1, or [2001:db8::/32]:443");
  }
}
