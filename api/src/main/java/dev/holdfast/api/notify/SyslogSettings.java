package dev.holdfast.api.notify;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How lines are sent to a receiver of syslog.
 *
 * @param tls else anybody on the way can read them
 * @param cef whether the message is CEF; else JSON
 * @param authorities certificates in PEM; null for those that Java trusts
 */
record SyslogSettings(
    String host, int port, boolean tls, boolean cef, int facility, @Nullable String authorities) {
  private static final int TLS_PORT = 6514;
  private static final int TCP_PORT = 601;
  private static final int LAST_FACILITY = 23;

  static SyslogSettings of(Map<String, String> settings) {
    boolean tls = transport(settings.getOrDefault("transport", "tls"));
    String port = settings.get("port");
    return new SyslogSettings(
        settings.getOrDefault("host", ""),
        port == null ? (tls ? TLS_PORT : TCP_PORT) : SinkValues.port(port),
        tls,
        format(settings.getOrDefault("format", "json")),
        facility(settings.getOrDefault("facility", "16")),
        settings.get("ca"));
  }

  /** Whether it is TLS. */
  static boolean transport(String text) {
    return SinkValues.choice(text, "tls", "tcp").equals("tls");
  }

  /** Whether it is CEF. */
  static boolean format(String text) {
    return SinkValues.choice(text, "json", "cef").equals("cef");
  }

  static int facility(String text) {
    return SinkValues.number(text, 0, LAST_FACILITY);
  }
}
