package dev.holdfast.api.notify;

import dev.holdfast.api.outbound.Hosts;

/** Where a broker of Kafka listens. */
record BrokerAddress(String host, int port) {

  /**
   * Checks the host and the port, which a stranger may have named.
   *
   * @throws IllegalArgumentException if nothing can listen there; repeats nothing of it
   */
  BrokerAddress {
    Hosts.check(host);
    SinkValues.port(Integer.toString(Math.max(0, port)));
  }

  /**
   * Reads {@code HOST:PORT}; an address of IPv6 is in brackets.
   *
   * @throws IllegalArgumentException if it is none
   */
  static BrokerAddress of(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(
          "must be HOST:PORT, and more of these after commas, such as kafka.example.com:9093");
    }
    String host = text.substring(0, colon);
    boolean brackets = host.startsWith("[") && host.endsWith("]");
    if (!brackets && host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("has an address of IPv6 without brackets around it");
    }
    return new BrokerAddress(
        brackets ? host.substring(1, host.length() - 1) : host,
        SinkValues.port(text.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
