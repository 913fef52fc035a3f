package dev.holdfast.api.outbound;

import java.util.regex.Pattern;

/** Checks names and addresses of hosts. */
public final class Hosts {
  private static final int LONGEST = 253;
  private static final Pattern LABELS =
      Pattern.compile(
          "(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?[.])*+[A-Za-z0-9-]{1,63}");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})[.]){3}(?:0|[1-9][0-9]{0,2})");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private Hosts() {}

  /**
   * Checks that it is a name, or an address in its usual form: programs disagree about what the
   * others mean.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static void check(String host) {
    if (host.length() > LONGEST || !(IPV6.matcher(host).matches() || isNameOrIpv4(host))) {
      throw new IllegalArgumentException(
          "has a host that is neither a name nor an address in its usual form");
    }
  }

  private static boolean isNameOrIpv4(String host) {
    if (!LABELS.matcher(host).matches()) {
      return false;
    }
    char last = host.charAt(host.lastIndexOf('.') + 1);
    return last < '0' || last > '9' || IPV4.matcher(host).matches();
  }
}
