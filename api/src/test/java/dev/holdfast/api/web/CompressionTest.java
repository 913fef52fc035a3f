package dev.holdfast.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.Decoder;
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
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        .containsPattern(
            "holdfast_http_compressed_bytes_total\\{encoding=\"gzip\",stage=\"sent\"} [1-9]")
        .containsPattern(
            "holdfast_http_compressed_bytes_total\\{encoding=\"gzip\",stage=\"made\"} [1-9]");
  }

  @Test
  void shouldUseBrotliForWhoeverPrefersIt() throws Exception {
    HttpResponse<byte[]> plain = get("/openapi.json", "identity");
    HttpResponse<byte[]> gzip = get("/openapi.json", "gzip");
    HttpResponse<byte[]> small = get("/openapi.json", "gzip, deflate, br, zstd");

    assertThat(small.headers().firstValue("Content-Encoding")).contains("br");
    assertThat(small.headers().allValues("Vary")).anyMatch(it -> it.contains("accept-encoding"));
    assertThat(small.body()).hasSizeLessThan(gzip.body().length);
    assertThat(Brotli.available()).isTrue();
    assertThat(Decoder.decompress(small.body()).getDecompressedData()).isEqualTo(plain.body());
    assertThat(OWNER.get("/metrics").body())
        .containsPattern("bytes_total\\{encoding=\"br\",stage=\"sent\"} [1-9]")
        .containsPattern("bytes_total\\{encoding=\"br\",stage=\"made\"} [1-9]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "br|br",
        "gzip;q=0.5, br;q=0.5|br",
        "BR ; Q=0.9,gzip;q=0.8|br",
        "br;q=0, gzip|gzip",
        "br;q=0.5, gzip|gzip",
        "br;q=nonsense, gzip|gzip",
        "br;q=0|''",
        "brr, compress|''",
      })
  void shouldCompressAsTheClientPrefers(String accepted, String encoding) throws Exception {
    assertThat(get("/openapi.json", accepted).headers().firstValue("Content-Encoding").orElse(""))
        .isEqualTo(encoding);
  }

  @Test
  void shouldTellNoSecretInBrotli() {
    String value = "a secret of some length ".repeat(200);
    OWNER.send("PUT", "/api/v1/secrets/compressed", Map.of("value", value), Map.of());

    Http.Answer revealed =
        OWNER.send(
            "POST", "/api/v1/secrets/compressed/reveal", Map.of(), Map.of("Accept-Encoding", "br"));

    assertThat(revealed.header("Content-Encoding")).isNull();
    assertThat(revealed.text("value")).isEqualTo(value);
  }

  @Test
  void shouldLeaveShortAnswersAsTheyAre() throws Exception {
    HttpResponse<byte[]> answer = get("/health/live", "gzip, br");

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
