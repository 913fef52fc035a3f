package dev.holdfast.standalone.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.standalone.home.PlatformFailure;
import io.micrometer.core.instrument.Metrics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsPortTest {

  @TempDir private Path home;

  @Test
  void shouldTellWhatIsMeasuredInTheProcess() throws Exception {
    Path token = Files.writeString(home.resolve("metrics-token"), "hf_right\n");
    try (MetricsPort port = MetricsPort.open(0, token);
        HttpClient http = HttpClient.newHttpClient()) {
      Metrics.globalRegistry.counter("holdfast.metrics.port.test", "server", "web-1").increment();

      String told =
          http.send(
                  asking(port).header("Authorization", "Bearer hf_right").build(),
                  BodyHandlers.ofString())
              .body();

      assertThat(told).contains("holdfast_metrics_port_test_total{server=\"web-1\"} 1.0");
    }
  }

  @Test
  void shouldTellNothingWithoutTheToken() throws Exception {
    Path token = home.resolve("metrics-token");
    try (MetricsPort port = MetricsPort.open(0, token);
        HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest nobody = asking(port).build();
      HttpRequest guess = asking(port).header("Authorization", "Bearer ").build();

      assertThat(http.send(guess, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      Files.writeString(token, "hf_right\n");
      assertThat(http.send(nobody, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      assertThat(http.send(guess, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }
  }

  private static HttpRequest.Builder asking(MetricsPort port) {
    return HttpRequest.newBuilder(URI.create(port.address()));
  }

  @Test
  void shouldSayWhoHasThePort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> MetricsPort.open(taken.getLocalPort(), home.resolve("none")))
          .isInstanceOf(PlatformFailure.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " is in use by ")
          .hasMessageContaining("0 for a free one");
    }
  }
}
