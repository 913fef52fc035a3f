package dev.holdfast.api.notify;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How mail is sent.
 *
 * @param tls from the first byte; else by STARTTLS
 * @param user null where nobody has to log in
 * @param authorities certificates in PEM; null for those that Java trusts
 */
record MailSettings(
    String host,
    int port,
    boolean tls,
    @Nullable String user,
    @Nullable String password,
    InternetAddress from,
    List<InternetAddress> to,
    @Nullable String authorities) {
  private static final int TLS_PORT = 465;
  private static final int SUBMISSION_PORT = 587;
  private static final int RECIPIENTS = 50;

  static MailSettings of(Map<String, String> settings) {
    boolean tls = security(settings.getOrDefault("security", "starttls"));
    String port = settings.get("port");
    return new MailSettings(
        settings.getOrDefault("host", ""),
        port == null ? (tls ? TLS_PORT : SUBMISSION_PORT) : SinkValues.port(port),
        tls,
        settings.get("user"),
        settings.get("password"),
        sender(settings.getOrDefault("from", "")),
        recipients(settings.getOrDefault("to", "")),
        settings.get("ca"));
  }

  /** Whether it is TLS from the first byte. */
  static boolean security(String text) {
    return SinkValues.choice(text, "starttls", "tls").equals("tls");
  }

  static InternetAddress sender(String text) {
    List<InternetAddress> addresses = addresses(text);
    if (addresses.size() != 1) {
      throw new IllegalArgumentException("is not one address");
    }
    return addresses.getFirst();
  }

  static List<InternetAddress> recipients(String text) {
    List<InternetAddress> addresses = addresses(text);
    if (addresses.isEmpty() || addresses.size() > RECIPIENTS) {
      throw new IllegalArgumentException("must be 1 to " + RECIPIENTS + " addresses");
    }
    return addresses;
  }

  private static List<InternetAddress> addresses(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("has a line end or another control character in it");
    }
    try {
      List<InternetAddress> addresses = List.of(InternetAddress.parse(text, true));
      for (InternetAddress address : addresses) {
        address.validate();
        if (address.getAddress().indexOf('@') < 0) {
          throw new AddressException();
        }
      }
      return addresses;
    } catch (AddressException e) {
      throw new IllegalArgumentException("is not an address such as ops@example.com", e);
    }
  }

  @Override
  public String toString() {
    return "MailSettings[" + host + "]";
  }
}
