package dev.holdfast.api.notify;

import dev.holdfast.api.events.EventDocument;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Events as messages of syslog (RFC 5424). What identifies an event is in structured data; the
 * message is JSON or CEF.
 */
final class SyslogLines {
  private static final int WORD = 32;
  private static final int HOST = 255;

  private final int facility;
  private final Function<EventDocument, String> body;
  private final String host;

  /**
   * @param facility a number from 0 to 23
   * @param body the message itself
   */
  SyslogLines(int facility, Function<EventDocument, String> body) {
    this.facility = facility;
    this.body = body;
    this.host = hostName();
  }

  String of(Message message) {
    EventDocument event = message.event();
    return "<%d>1 %s %s holdfast - %s %s %s"
        .formatted(
            facility * 8 + severity(event.level()),
            event.at(),
            host,
            word(event.kind(), WORD),
            structured(message),
            body.apply(event));
  }

  static int severity(String level) {
    return switch (level) {
      case "error" -> 3;
      case "warning" -> 4;
      default -> 6;
    };
  }

  private static String structured(Message message) {
    EventDocument event = message.event();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("id", message.id());
    fields.put("kind", event.kind());
    fields.put("level", event.level());
    fields.put("subject", event.subject());
    if (event.operation() != null) {
      fields.put("operation", event.operation());
    }
    if (event.server() != null) {
      fields.put("server", event.server());
    }
    // 32473 is the number that is reserved for whoever has none.
    return fields.entrySet().stream()
        .map(field -> " " + field.getKey() + "=\"" + escaped(field.getValue()) + "\"")
        .collect(Collectors.joining("", "[holdfast@32473", "]"));
  }

  private static String escaped(String value) {
    return value
        .replaceAll("\\p{Cntrl}", " ")
        .replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("]", "\\]");
  }

  /** A word of printable ASCII; a hyphen where there is none. */
  private static String word(String text, int longest) {
    String word = text.replaceAll("[^!-~]", "");
    return word.isEmpty() ? "-" : word.substring(0, Math.min(word.length(), longest));
  }

  private static String hostName() {
    try {
      return word(InetAddress.getLocalHost().getHostName(), HOST);
    } catch (UnknownHostException e) {
      return "-";
    }
  }
}
