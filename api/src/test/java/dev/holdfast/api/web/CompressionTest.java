package dev.holdfast.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.TestPlatform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

final class CompressionTest {
  private static final Http OWNER = TestPlatform.get().owner();

  @Test
  void shouldCompressWhatIsLongForWhoeverTakesIt() throws Exception {
    HttpResponse<byte[]> plain = get("/openapi.json", "identity");
    HttpResponse<byte[]> small = get("/openapi.json", "gzip");

    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(small.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(small.headers().allValues("Vary")).anyMatch(it -> it.contains("accept-encoding"));
    assertThat(small.body()).hasSizeLessThan(plain.body().length / 4);
    assertThat(unpacked(small.body())).isEqualTo(new String(plain.body(), StandardCharsets.UTF_8));
    assertThat(OWNER.get("/metrics").body())
        .contains("holdfast_http_responses_total{compressed=\"true\"}")
        .containsPattern("holdfast_http_compressed_bytes_total\\{stage=\"sent\"} [1-9]")
        .containsPattern("holdfast_http_compressed_bytes_total\\{stage=\"made\"} [1-9]");
  }

  @Test
  void shouldLeaveShortAnswersAsTheyAre() throws Exception {
    HttpResponse<byte[]> answer = get("/health/live", "gzip");

    assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("up");
  }

  private static HttpResponse<byte[]> get(String path, String encoding) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(OWNER.url() + path))
              .header("Authorization", "Bearer " + OWNER.token())
              .header("Accept-Encoding", encoding)
              .build(),
          BodyHandlers.ofByteArray());
    }
  }

  private static String unpacked(byte[] body) throws IOException {
    return new String(
        new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes(), StandardCharsets.UTF_8);
  }
}
