package dev.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class OpenLoopTest {

  @Test
  void shouldChargeTheServerForTheRequestsThatWaitWhileItHangs() throws Exception {
    AtomicInteger arrived = new AtomicInteger();
    CountDownLatch tenth = new CountDownLatch(10);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient http = HttpClient.newHttpClient()) {
      server.setExecutor(threads);
      // Nobody is answered before all have come: a client that waited for answers would never end.
      server.createContext(
          "/",
          exchange -> {
            arrived.incrementAndGet();
            tenth.countDown();
            boolean came = awaited(tenth);
            exchange.sendResponseHeaders(came ? 200 : 500, -1);
            exchange.close();
          });
      server.start();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
              .build();

      OpenLoop.Outcome outcome = new OpenLoop(http, 50).run(request, Duration.ofMillis(200));

      assertThat(arrived).hasValue(10);
      assertThat(outcome.failed()).isZero();
      // The first was due nine intervals of 20 ms before the last came.
      assertThat(outcome.took().percentile(100)).isGreaterThanOrEqualTo(179);
    } finally {
      server.stop(0);
    }
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
