package dev.holdfast.platform.outbound;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/** What an address leads to, for rules about where the platform may connect. */
public enum AddressKind {
  PUBLIC,
  PRIVATE,
  THIS_MACHINE,
  /** Nobody's, everybody's, or of machines that tell whoever asks about the machine they serve. */
  NEVER;

  private static final List<AddressBlock> LOOPBACK = blocks("127.0.0.0/8", "::1/128");

  private static final List<AddressBlock> PRIVATE_NETWORKS =
      blocks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7");

  private static final List<AddressBlock> NOWHERE =
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

  /** What it is, also where an IPv4 address is in one of IPv6. */
  public static AddressKind of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (isIn(LOOPBACK, bytes) || isOurs(address)) {
      return THIS_MACHINE;
    }
    if (isIn(NOWHERE, bytes) || TRANSLATED_LOCALLY.contains(bytes)) {
      return NEVER;
    }
    return isIn(PRIVATE_NETWORKS, bytes) ? PRIVATE : ofEmbedded(bytes);
  }

  private static AddressKind ofEmbedded(byte[] bytes) {
    int start =
        COMPATIBLE.contains(bytes) || TRANSLATED.contains(bytes)
            ? 12
            : SIX_TO_FOUR.contains(bytes) ? 2 : -1;
    if (start < 0) {
      return PUBLIC;
    }
    byte[] embedded = {bytes[start], bytes[start + 1], bytes[start + 2], bytes[start + 3]};
    try {
      return of(InetAddress.getByAddress(embedded));
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
