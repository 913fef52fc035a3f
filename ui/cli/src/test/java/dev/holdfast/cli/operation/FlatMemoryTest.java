package dev.holdfast.cli.operation;

import static dev.holdfast.cli.Documents.onServer;
import static dev.holdfast.cli.Documents.operation;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.commands.Holdfast;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real client with a heap of 64 MB, and a server that says 200 MB without a line break. */
final class FlatMemoryTest {
  private static final int CHUNK = 64 << 10;
  private static final int CHUNKS = 3_200;
  private static final long SAID = (long) CHUNK * CHUNKS;

  private HttpServer http;

  @BeforeEach
  void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/", FlatMemoryTest::answer);
    http.start();
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  @Test
  void shouldPassOnALineOfAnyLength() throws Exception {
    Came came = holdfast("exec", "web-1", "--read-only", "--", "x");

    assertThat(came.exitCode()).isZero();
    assertThat(came.length()).isEqualTo(SAID + 1);
    assertThat(came.letters()).isEqualTo(SAID);
  }

  @Test
  void shouldKeepTheEndOfItForJson() throws Exception {
    Came came = holdfast("exec", "web-1", "--read-only", "-o", "json", "--", "x");

    assertThat(came.exitCode()).isZero();
    assertThat(came.letters()).isGreaterThanOrEqualTo(1 << 20);
    assertThat(came.length()).isLessThan(4 << 20);
  }

  @Test
  void shouldShowTheLogsOfIt() throws Exception {
    assertThat(holdfast("ops", "logs", "op-01").letters()).isGreaterThanOrEqualTo(SAID);
    assertThat(holdfast("ops", "logs", "op-01", "-o", "json").letters())
        .isGreaterThanOrEqualTo(SAID);
  }

  /** What came out, counted and not kept. */
  private record Came(int exitCode, long length, long letters) {}

  private Came holdfast(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Holdfast.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("HOLDFAST_SERVER", "http://127.0.0.1:" + http.getAddress().getPort());
    builder.environment().put("HOLDFAST_TOKEN", "hf_secret");
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    long length = 0;
    long letters = 0;
    byte[] buffer = new byte[1 << 20];
    try (InputStream out = process.getInputStream()) {
      for (int read = out.read(buffer); read >= 0; read = out.read(buffer)) {
        length += read;
        for (int i = 0; i < read; i++) {
          letters += buffer[i] == 'q' ? 1 : 0;
        }
      }
    }
    return new Came(process.waitFor(), length, letters);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().replaceFirst("^/api/v1", "");
      byte[] body =
          (path.endsWith("/logs")
                  ? page(String.valueOf(exchange.getRequestURI().getQuery()))
                  : path.startsWith("/operations")
                      ? operation("succeeded", onServer("web-1", "succeeded", 0, 0, null))
                      : "{\"items\":[],\"next\":null}")
              .getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Pieces of 64 KiB, as the platform stores them. */
  private static String page(String query) {
    int first = query.contains("after=") ? Integer.parseInt(query.replaceFirst(".*after=", "")) : 0;
    int limit = Integer.parseInt(query.replaceFirst(".*limit=(\\d+).*", "$1"));
    int end = Math.min(CHUNKS, first + limit);
    String piece =
        Json.object()
            .put("server", "web-1")
            .put("step", "run")
            .put("generation", 1)
            .put("stream", "stdout")
            .put("text", "q".repeat(CHUNK))
            .toString();
    return "{\"items\":["
        + String.join(",", Collections.nCopies(end - first, piece))
        + "],\"next\":\""
        + end
        + "\"}";
  }
}
