package dev.holdfast.activities.containers.monitor;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection that somebody has begun, answered or not.
 *
 * @param from null where it is the server's own address
 * @param age seconds since its last beginning
 */
record SeenConnection(
    @Nullable InetAddress from, InetAddress to, int port, String protocol, double age) {
  /** For so long the server remembers one: two samples, and something more. */
  private static final double REMEMBERED = 30;

  private static final Pattern ELEMENT =
      Pattern.compile(
          "(?<from>[0-9a-f.:]+) \\. (?<to>[0-9a-f.:]+) \\. (?<protocol>tcp|udp|6|17) \\. (?<port>[0-9]+)"
              + "[^,}]*? expires (?:(?<s>[0-9]+)s)?(?:(?<ms>[0-9]+)ms)?");

  /** Reads what {@code nft list set} prints. */
  static List<SeenConnection> parse(String printed) {
    List<SeenConnection> all = new ArrayList<>();
    Matcher element = ELEMENT.matcher(printed);
    while (element.find()) {
      double left = number(element.group("s")) + number(element.group("ms")) / 1000;
      all.add(
          new SeenConnection(
              InetAddress.ofLiteral(element.group("from")),
              InetAddress.ofLiteral(element.group("to")),
              Integer.parseInt(element.group("port")),
              element.group("protocol").matches("tcp|6") ? "tcp" : "udp",
              REMEMBERED - left));
    }
    return all;
  }

  /**
   * One that is open, of a container in the network of the server.
   *
   * @param to as {@code /proc/net/tcp} has it: words of 32 bits in the order of the processor,
   *     which is taken to be the one of x86 and ARM
   */
  static SeenConnection open(String protocol, String to) {
    int colon = to.indexOf(':');
    byte[] address = HexFormat.of().parseHex(to, 0, colon);
    for (int word = 0; word < address.length; word += Integer.BYTES) {
      for (int i = 0; i < Integer.BYTES / 2; i++) {
        byte first = address[word + i];
        address[word + i] = address[word + Integer.BYTES - 1 - i];
        address[word + Integer.BYTES - 1 - i] = first;
      }
    }
    try {
      return new SeenConnection(
          null,
          InetAddress.getByAddress(address),
          HexFormat.fromHexDigits(to, colon + 1, to.length()),
          protocol,
          0);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + to, e);
    }
  }

  /** As people write it, and as it is kept. */
  String destination() {
    String address = to.getHostAddress();
    return "%s:%d/%s"
        .formatted(to instanceof Inet6Address ? "[" + address + "]" : address, port, protocol);
  }

  private static double number(@Nullable String digits) {
    return digits == null ? 0 : Double.parseDouble(digits);
  }
}
