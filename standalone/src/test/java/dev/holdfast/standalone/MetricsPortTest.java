package dev.holdfast.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Metrics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

final class MetricsPortTest {

  @Test
  void shouldTellWhatIsMeasuredInTheProcess() throws Exception {
    try (MetricsPort port = MetricsPort.open(0);
        HttpClient http = HttpClient.newHttpClient()) {
      Metrics.globalRegistry.counter("holdfast.metrics.port.test", "server", "web-1").increment();

      String told =
          http.send(
                  HttpRequest.newBuilder(URI.create(port.address())).build(),
                  BodyHandlers.ofString())
              .body();

      assertThat(told).contains("holdfast_metrics_port_test_total{server=\"web-1\"} 1.0");
    }
  }

  @Test
  void shouldSayWhoHasThePort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> MetricsPort.open(taken.getLocalPort()))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " is in use by ")
          .hasMessageContaining("0 for a free one");
    }
  }
}
