package dev.holdfast.schemas.change;

import java.net.InetAddress;
import java.util.regex.Pattern;

/** Matches names and addresses as sshd does. */
public final class SshdPatterns {
  private SshdPatterns() {}

  /** Whether a name matches a pattern with {@code *} and {@code ?}. */
  public static boolean matches(String name, String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
  }

  /** Whether an entry of AllowUsers or DenyUsers, {@code USER} or {@code USER@HOST}, matches. */
  public static boolean matchesUser(String user, String address, String entry) {
    int at = entry.lastIndexOf('@');
    return at < 0
        ? matches(user, entry)
        : matches(user, entry.substring(0, at)) && matchesAddress(address, entry.substring(at + 1));
  }

  /** Whether an address matches a list of addresses, networks and patterns; {@code !} excludes. */
  public static boolean matchesAddress(String address, String list) {
    boolean found = false;
    for (String entry : list.split(",", -1)) {
      boolean excluded = entry.startsWith("!");
      String pattern = excluded ? entry.substring(1) : entry;
      if (pattern.contains("/") ? inNetwork(address, pattern) : matches(address, pattern)) {
        if (excluded) {
          return false;
        }
        found = true;
      }
    }
    return found;
  }

  private static boolean inNetwork(String address, String network) {
    try {
      int slash = network.indexOf('/');
      byte[] one = InetAddress.ofLiteral(address).getAddress();
      byte[] other = InetAddress.ofLiteral(network.substring(0, slash)).getAddress();
      int bits = Integer.parseInt(network.substring(slash + 1));
      if (one.length != other.length) {
        return false;
      }
      for (int i = 0; i < Math.min(bits, one.length * Byte.SIZE); i++) {
        int mask = 0x80 >> (i % Byte.SIZE);
        if ((one[i / Byte.SIZE] & mask) != (other[i / Byte.SIZE] & mask)) {
          return false;
        }
      }
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
