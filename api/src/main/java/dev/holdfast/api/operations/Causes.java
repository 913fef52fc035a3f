package dev.holdfast.api.operations;

import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.schemas.server.ServerNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts servers together that failed alike: seventeen times the same is one thing to look at. */
final class Causes {
  private static final String ANY = "{server}";
  private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{20,}=?");

  /** Of a transfer, a session, a temporary file: another one each time. */
  private static final Pattern RANDOM =
      Pattern.compile("(?i)\\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\\b");

  private Causes() {}

  /**
   * Servers that failed for the same reason.
   *
   * @param cause the reason, with {@code {server}} where it names the server
   */
  record Cause(String cause, List<String> servers) {}

  /** What made servers fail, what most have in common first. */
  static List<Cause> of(List<OperationServer> servers) {
    Map<String, List<String>> alike = new LinkedHashMap<>();
    for (OperationServer server : servers) {
      String error = server.error();
      if (server.state().bad() && error != null) {
        alike
            .computeIfAbsent(cause(server.name(), error), _ -> new ArrayList<>())
            .add(ServerNames.within(server.name()));
      }
    }
    return alike.entrySet().stream()
        .map(entry -> new Cause(entry.getKey(), List.copyOf(entry.getValue())))
        .sorted(Comparator.comparingInt((Cause cause) -> -cause.servers().size()))
        .toList();
  }

  private static String cause(String server, String error) {
    String masked =
        RANDOM.matcher(FINGERPRINT.matcher(error).replaceAll("SHA256:…")).replaceAll("…");
    if (!masked.contains(server)) {
      return masked;
    }
    // With the address that messages put behind it; a name may be a part of another.
    Pattern named =
        Pattern.compile(
            "(?<![\\w.-])" + Pattern.quote(server) + "(?![\\w-]|\\.\\w)( \\([^)]*\\))?");
    Matcher first = named.matcher(masked);
    String rest =
        first.lookingAt() ? masked.substring(first.end()).replaceFirst("^:? ", "") : masked;
    return named.matcher(rest).replaceAll(ANY);
  }
}
