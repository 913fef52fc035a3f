package dev.holdfast.activities.diagnose;

import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.server.Server;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which addresses the server's name has, and how long the answer takes. */
final class DnsCheck implements Check {
  static final String NAME = "network/dns";
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final long SLOW_MILLIS = 1000;

  private final Server server;

  /** In the order in which they are tried. */
  record Addresses(List<InetAddress> all) {}

  DnsCheck(Server server) {
    this.server = server;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Finding make(Evidence evidence) {
    String name = server.address();
    long begun = System.nanoTime();
    try {
      Addresses found = new Addresses(Arrays.asList(InetAddress.getAllByName(name)));
      long millis = (System.nanoTime() - begun) / 1_000_000;
      evidence.add(found);
      return LITERAL.matcher(name).matches()
          ? Finding.ok(NAME, name + " is an IP address; no name has to be looked up")
          : named(name, found, millis);
    } catch (UnknownHostException e) {
      return Finding.problem(
          NAME,
          "the name " + name + " has no address",
          "Correct the address (server remove, server add), or add the name to the DNS that the"
              + " workers use; on a worker's machine: getent ahosts "
              + name);
    }
  }

  private static Finding named(String name, Addresses found, long millis) {
    String which =
        found.all().stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
    String summary = "%s is %s, found in %d ms".formatted(name, which, millis);
    return millis < SLOW_MILLIS
        ? Finding.ok(NAME, summary)
        : Finding.warning(
            NAME,
            summary,
            "Look at the name servers in the worker's /etc/resolv.conf: one is slow");
  }
}
