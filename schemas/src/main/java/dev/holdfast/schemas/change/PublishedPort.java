package dev.holdfast.schemas.change;

import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port of a server that leads to one of a container: {@code 8080:80}, {@code 127.0.0.1:8080:80},
 * {@code 53:53/udp}.
 *
 * @param address of the server; 0.0.0.0 for all of them
 * @param protocol {@code tcp} or {@code udp}
 */
public record PublishedPort(String address, int server, int container, String protocol) {
  private static final String EVERY = "0.0.0.0";
  private static final Set<String> EVERY_ADDRESS = Set.of(EVERY, "::", "*");
  private static final int HIGHEST = 65_535;
  private static final Pattern FORM =
      Pattern.compile(
          "(?:((?:%1$s\\.){3}%1$s):)?([0-9]{1,5}):([0-9]{1,5})(?:/(tcp|udp))?"
              .formatted("(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"));

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static PublishedPort of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a published port; write 8080:80, 127.0.0.1:8080:80 or 53:53/udp"
              .formatted(text));
    }
    return new PublishedPort(
        Objects.requireNonNullElse(matcher.group(1), EVERY),
        port(text, matcher.group(2)),
        port(text, matcher.group(3)),
        Objects.requireNonNullElse(matcher.group(4), "tcp"));
  }

  private static int port(String text, String digits) {
    int port = Integer.parseInt(digits);
    if (port < 1 || port > HIGHEST) {
      throw new IllegalArgumentException(
          "'%s' is not a published port; ports are from 1 to %d".formatted(text, HIGHEST));
    }
    return port;
  }

  /** Whether both cannot listen on one server. */
  public boolean collides(String otherProtocol, String otherAddress, int otherPort) {
    return server == otherPort
        && protocol.equals(otherProtocol)
        && (address.equals(otherAddress)
            || EVERY_ADDRESS.contains(address)
            || EVERY_ADDRESS.contains(otherAddress));
  }
}
