package dev.holdfast.api.notify;

import static dev.holdfast.api.notify.SinkField.optional;
import static dev.holdfast.api.notify.SinkField.required;

import dev.holdfast.api.notify.SinkField.Form;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A way in which events are sent. */
enum SinkType {
  WEBHOOK(
      8,
      required("url", Form.URL, "Where the events are posted."),
      required("key", Form.SECRET, "What they are signed with; the receiver has it, too."),
      optional("token", Form.SECRET, "Sent as a bearer token, if the receiver wants one."),
      Fields.CA),
  SLACK(1, required("url", Form.URL, "The address of Slack's incoming webhook.")),
  TEAMS(
      1, required("url", Form.URL, "The address of a workflow of Teams that posts what it gets.")),
  EMAIL(
      1,
      required("host", Form.TEXT, "The mail server."),
      optional("port", Form.TEXT, "Its port: 587, or 465 with security tls."),
      optional("security", Form.TEXT, "starttls, or tls from the first byte."),
      optional("user", Form.TEXT, "Who logs in."),
      optional("password", Form.SECRET, "The user's password."),
      required("from", Form.TEXT, "The sender's address."),
      required("to", Form.TEXT, "The receivers' addresses, separated by commas."),
      Fields.CA),
  SYSLOG(
      1,
      required("host", Form.TEXT, "The receiver."),
      optional("port", Form.TEXT, "Its port: 6514, or 601 with transport tcp."),
      optional("transport", Form.TEXT, "tls, or tcp, which anybody on the way can read."),
      optional("format", Form.TEXT, "What the message is: json, or cef."),
      optional("facility", Form.TEXT, "A number from 0 to 23; 16, which is local0, by default."),
      Fields.CA),
  KAFKA(
      1,
      required("brokers", Form.TEXT, "Brokers as HOST:PORT, separated by commas."),
      required("topic", Form.TEXT, "The topic that the events are written to."),
      optional("transport", Form.TEXT, "tls, or tcp, which anybody on the way can read."),
      optional("mechanism", Form.TEXT, "How the user logs in: scram-sha-512, or plain."),
      optional("user", Form.TEXT, "Who logs in."),
      optional("password", Form.SECRET, "The user's password."),
      Fields.CA);

  private static final class Fields {
    static final SinkField CA =
        optional(
            "ca", Form.TEXT, "Certificates in PEM that are trusted instead of the usual ones.");
  }

  private final int lanes;

  @SuppressWarnings("ImmutableEnumChecker") // a list that nobody changes
  private final List<SinkField> fields;

  SinkType(int lanes, SinkField... fields) {
    this.lanes = lanes;
    this.fields = List.of(fields);
  }

  /** How many messages may be under way at once. */
  int lanes() {
    return lanes;
  }

  List<SinkField> fields() {
    return fields;
  }

  Optional<SinkField> field(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  /** The name that it has outside the program. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<SinkType> find(String word) {
    return Stream.of(values()).filter(type -> type.word().equals(word)).findFirst();
  }

  static String words() {
    return String.join(", ", Stream.of(values()).map(SinkType::word).toList());
  }
}
