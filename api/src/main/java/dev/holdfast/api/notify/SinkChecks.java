package dev.holdfast.api.notify;

import dev.holdfast.api.outbound.Destinations;
import dev.holdfast.api.outbound.ForbiddenDestination;
import dev.holdfast.api.outbound.Hosts;
import dev.holdfast.api.outbound.HttpAddress;
import dev.holdfast.api.outbound.Purpose;
import dev.holdfast.api.outbound.TrustedAuthorities;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Says what is wrong with values of settings, and repeats none of them. */
@Component
final class SinkChecks {
  private final Destinations destinations;

  SinkChecks(Destinations destinations) {
    this.destinations = destinations;
  }

  /**
   * What is wrong, by field.
   *
   * @param values those that are given, without references
   */
  Map<String, String> of(SinkType type, Map<String, String> values) {
    Map<String, String> wrong = new TreeMap<>();
    check("url", values, wrong, url -> checkHost(HttpAddress.host(HttpAddress.of(url))));
    check("ca", values, wrong, TrustedAuthorities::tls);
    check("host", values, wrong, this::checkName);
    check("port", values, wrong, SinkValues::port);
    switch (type) {
      case WEBHOOK -> {
        check("key", values, wrong, WebhookSignature::key);
        check("token", values, wrong, SinkChecks::checkHeader);
      }
      case SLACK, TEAMS -> {}
      case EMAIL -> {
        check("security", values, wrong, MailSettings::security);
        check("from", values, wrong, MailSettings::sender);
        check("to", values, wrong, MailSettings::recipients);
        checkLogin(values, wrong);
      }
      case SYSLOG -> {
        check("transport", values, wrong, SyslogSettings::transport);
        check("format", values, wrong, SyslogSettings::format);
        check("facility", values, wrong, SyslogSettings::facility);
      }
      case KAFKA -> {
        check(
            "brokers",
            values,
            wrong,
            text -> KafkaSettings.brokers(text).forEach(broker -> checkHost(broker.host())));
        check("topic", values, wrong, KafkaSettings::topic);
        check("transport", values, wrong, KafkaSettings::transport);
        check("mechanism", values, wrong, KafkaSettings::mechanism);
        checkLogin(values, wrong);
        if ("plain".equals(values.get("mechanism")) && "tcp".equals(values.get("transport"))) {
          wrong.put("mechanism", "would send the password readable over tcp; take scram-sha-512");
        }
      }
    }
    return wrong;
  }

  private static void checkLogin(Map<String, String> values, Map<String, String> wrong) {
    if (values.containsKey("user") != values.containsKey("password")) {
      wrong.put("password", "is needed with user, and only with it");
    }
  }

  private static void check(
      String field, Map<String, String> values, Map<String, String> wrong, Consumer<String> check) {
    String value = values.get(field);
    if (value != null) {
      try {
        check.accept(value);
      } catch (IllegalArgumentException e) {
        wrong.put(field, String.valueOf(e.getMessage()));
      }
    }
  }

  /** One without an address may get one; whatever it is, it is checked at each connection. */
  private void checkHost(String host) {
    try {
      var _ = destinations.resolve(host, Purpose.SINKS);
    } catch (ForbiddenDestination e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (UnknownHostException e) {
      // It can be set up later.
    }
  }

  private void checkName(String host) {
    Hosts.check(host);
    checkHost(host);
  }

  private static void checkHeader(String value) {
    if (!value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("has characters that a header cannot have");
    }
  }
}
