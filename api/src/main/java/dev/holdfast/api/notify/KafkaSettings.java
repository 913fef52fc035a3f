package dev.holdfast.api.notify;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How events are written to a topic of Kafka.
 *
 * @param brokers those that are asked first; the cluster names the others
 * @param tls else anybody on the way can read them
 * @param plain whether the password itself is sent; else SCRAM-SHA-512 proves that one knows it
 * @param user null where nobody logs in
 * @param authorities certificates in PEM; null for those that Java trusts
 */
record KafkaSettings(
    List<BrokerAddress> brokers,
    String topic,
    boolean tls,
    boolean plain,
    @Nullable String user,
    String password,
    @Nullable String authorities) {
  private static final int MOST_BROKERS = 10;
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

  static KafkaSettings of(Map<String, String> settings) {
    return new KafkaSettings(
        brokers(settings.getOrDefault("brokers", "")),
        topic(settings.getOrDefault("topic", "")),
        transport(settings.getOrDefault("transport", "tls")),
        mechanism(settings.getOrDefault("mechanism", "scram-sha-512")),
        settings.get("user"),
        settings.getOrDefault("password", ""),
        settings.get("ca"));
  }

  static List<BrokerAddress> brokers(String text) {
    List<BrokerAddress> brokers =
        Stream.of(text.split(",", -1)).map(String::strip).map(BrokerAddress::of).toList();
    if (brokers.size() > MOST_BROKERS) {
      throw new IllegalArgumentException(
          "names more than %d brokers; the cluster names the others".formatted(MOST_BROKERS));
    }
    return brokers;
  }

  static String topic(String text) {
    if (!TOPIC.matcher(text).matches() || text.equals(".") || text.equals("..")) {
      throw new IllegalArgumentException(
          "must be at most 249 letters, digits and . _ -, as topics of Kafka are named");
    }
    return text;
  }

  /** Whether it is TLS. */
  static boolean transport(String text) {
    return SinkValues.choice(text, "tls", "tcp").equals("tls");
  }

  /** Whether it is PLAIN. */
  static boolean mechanism(String text) {
    return SinkValues.choice(text, "scram-sha-512", "plain").equals("plain");
  }

  /** Says nothing of the password. */
  @Override
  public String toString() {
    return "KafkaSettings[" + brokers + ", " + topic + "]";
  }
}
