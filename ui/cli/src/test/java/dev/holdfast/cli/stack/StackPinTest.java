package dev.holdfast.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.cli.Cli;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackPinTest {
  private static final String DIGEST = "sha256:" + "4d".repeat(32);

  @TempDir Path directory = Path.of("");
  private HttpServer registry;
  private String host = "";

  /** As the public ones do it: a token for everybody, and then the digest. */
  @BeforeEach
  void start() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    host = "127.0.0.1:" + registry.getAddress().getPort();
    registry.createContext(
        "/token",
        exchange -> {
          byte[] token = "{\"token\": \"for-all\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(
              exchange.getRequestURI().getQuery().contains("repository:a/web:pull") ? 200 : 403,
              token.length);
          exchange.getResponseBody().write(token);
          exchange.close();
        });
    registry.createContext("/v2/a/web/manifests/1.2", this::manifest);
    registry.start();
  }

  private void manifest(HttpExchange exchange) throws IOException {
    if ("Bearer for-all".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      exchange.getResponseHeaders().add("Docker-Content-Digest", DIGEST);
      exchange.sendResponseHeaders(200, -1);
    } else {
      exchange
          .getResponseHeaders()
          .add(
              "WWW-Authenticate",
              "Bearer realm=\"http://%s/token\",service=\"r\",scope=\"x\"".formatted(host));
      exchange.sendResponseHeaders(401, -1);
    }
    exchange.close();
  }

  @AfterEach
  void stop() {
    registry.stop(0);
  }

  @Test
  void shouldWriteTheDigestBehindTheTag() throws IOException {
    String text =
        """
        stack: shop
        tools:
          web:
            image: %s/a/web:1.2  # the one
          db: { image: "%s/a/web:1.2", memory: 64 }
          old: { image: web@sha256:0f }
        """
            .formatted(host, host);
    Path file = Files.writeString(directory.resolve("stack.yaml"), text);

    Cli.Result result = Cli.nowhere().run("stack", "pin", directory.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).isEqualToIgnoringNewLines(host + "/a/web:1.2@" + DIGEST);
    assertThat(file).hasContent(text.replace("web:1.2", "web:1.2@" + DIGEST));
    assertThat(Cli.nowhere().run("stack", "pin", file.toString()).err())
        .contains("Every image has its digest already");
  }

  @Test
  void shouldSayWhyItCannot() throws IOException {
    Path file = Files.writeString(directory.resolve("a.yaml"), "image: %s/a/web:2".formatted(host));

    assertThat(Cli.nowhere().run("stack", "pin", file.toString()).err())
        .contains("has no such image: a/web:2");
    assertThat(file).hasContent("image: %s/a/web:2".formatted(host));
  }

  @Test
  void shouldKnowWhereAnImageComesFrom() {
    assertThat(ImageName.of("registry:2.8.3"))
        .isEqualTo(new ImageName("registry-1.docker.io", "library/registry", "2.8.3"));
    assertThat(ImageName.of("docker.io/grafana/grafana:11.3.0"))
        .isEqualTo(new ImageName("registry-1.docker.io", "grafana/grafana", "11.3.0"));
    assertThat(ImageName.of("ghcr.io/a/b/c:1").manifest())
        .isEqualTo("https://ghcr.io/v2/a/b/c/manifests/1");
    assertThat(ImageName.of("localhost/a:1").registry()).isEqualTo("localhost");
  }

  @Test
  void shouldRefuseToDeployWhatHasNoDigest() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("stack.yaml"), "stack: a\ntools: { web: { image: web:1 } }\n");

    Cli.Result result = Cli.nowhere().run("stack", "deploy", file.toString(), "all");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("tools.web.image: web:1 has no digest", "stack pin " + file);
  }
}
