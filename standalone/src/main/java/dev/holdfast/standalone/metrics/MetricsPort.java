package dev.holdfast.standalone.metrics;

import dev.holdfast.standalone.home.PlatformFailure;
import dev.holdfast.standalone.port.PortHolder;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.file.Path;

/** What is measured in this process, for Prometheus, over HTTP on the loopback address. */
public final class MetricsPort implements AutoCloseable {
  private final PrometheusMeterRegistry registry;
  private final HTTPServer server;

  private MetricsPort(PrometheusMeterRegistry registry, HTTPServer server) {
    this.registry = registry;
    this.server = server;
  }

  /**
   * Listens on this port; 0 for a free one.
   *
   * @param token the file with the token that whoever asks has to know
   * @throws PlatformFailure if somebody else does
   */
  public static MetricsPort open(int port, Path token) throws IOException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try {
      HTTPServer server =
          HTTPServer.builder()
              .inetAddress(InetAddress.getLoopbackAddress())
              .port(port)
              .registry(registry.getPrometheusRegistry())
              .authenticator(new MetricsToken(token))
              .buildAndStart();
      Metrics.addRegistry(registry);
      return new MetricsPort(registry, server);
    } catch (BindException e) {
      throw new PlatformFailure(
          PlatformFailure.USAGE,
          "--metrics-port: port %d is in use by %s. Choose another, or 0 for a free one"
              .formatted(port, PortHolder.describe(port)),
          e);
    }
  }

  /** Where it is read. */
  public String address() {
    return "http://127.0.0.1:" + server.getPort() + "/metrics";
  }

  @Override
  public void close() {
    Metrics.removeRegistry(registry);
    server.close();
    registry.close();
  }
}
