package dev.holdfast.api.notify;

import dev.holdfast.platform.setting.Setting;
import dev.holdfast.platform.setting.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * To which addresses sinks may send. An organisation names them, and must not reach through the
 * platform what it could not reach itself. Asked at each connection, about the very addresses that
 * are connected to, so that a name that has come to mean another one helps nobody.
 */
@Component
final class Destinations {
  private static final int PRIVATE = 1;
  private static final int THIS_MACHINE = 2;

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

  Destinations(Settings settings) {
    this.settings = settings;
  }

  /**
   * The addresses of a host, if sinks may send to all of them.
   *
   * @throws ForbiddenDestination if they may not
   * @throws UnknownHostException if it has none
   */
  InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = InetAddress.getAllByName(host);
    int allowed = settings.get(Setting.NOTIFY_PRIVATE);
    for (InetAddress address : addresses) {
      check(address, allowed);
    }
    return addresses;
  }

  static void check(InetAddress address, int allowed) throws ForbiddenDestination {
    byte[] bytes = address.getAddress();
    if (isIn(LOOPBACK, bytes)) {
      if (allowed < THIS_MACHINE) {
        throw new ForbiddenDestination("this machine", THIS_MACHINE);
      }
    } else if (isIn(NEVER, bytes) || TRANSLATED_LOCALLY.contains(bytes)) {
      throw new ForbiddenDestination("an address to which nothing is sent", null);
    } else if (isIn(PRIVATE_NETWORKS, bytes)) {
      if (allowed < PRIVATE) {
        throw new ForbiddenDestination("a private network", PRIVATE);
      }
    } else {
      checkEmbedded(bytes, allowed);
    }
  }

  private static void checkEmbedded(byte[] bytes, int allowed) throws ForbiddenDestination {
    int start =
        COMPATIBLE.contains(bytes) || TRANSLATED.contains(bytes)
            ? 12
            : SIX_TO_FOUR.contains(bytes) ? 2 : -1;
    if (start < 0) {
      return;
    }
    byte[] embedded = {bytes[start], bytes[start + 1], bytes[start + 2], bytes[start + 3]};
    try {
      check(InetAddress.getByAddress(embedded), allowed);
    } catch (ForbiddenDestination e) {
      throw e;
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isIn(List<AddressBlock> blocks, byte[] address) {
    return blocks.stream().anyMatch(block -> block.contains(address));
  }

  private static List<AddressBlock> blocks(String... blocks) {
    return Stream.of(blocks).map(AddressBlock::of).toList();
  }
}
