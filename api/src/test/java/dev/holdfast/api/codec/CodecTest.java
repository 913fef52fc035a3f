package dev.holdfast.api.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import io.temporal.api.common.v1.Payloads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CodecTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final String DECODE = "/api/v1/codec/decode";

  private static String encrypted() throws IOException {
    Payloads payloads =
        PLATFORM
            .temporal()
            .client()
            .getOptions()
            .getDataConverter()
            .toPayloads("a secret word")
            .orElseThrow();
    return JsonFormat.printer().print(payloads);
  }

  @Test
  void shouldDecodeForTheTemporalWebUiWithASession() throws IOException {
    String link = OWNER.post("/api/v1/auth/links", Map.of("to", "temporal")).text("url");
    Answer signedIn = OWNER.as(null).get(link.substring(OWNER.url().length()));
    String cookie = String.valueOf(signedIn.header("Set-Cookie")).split(";", 2)[0];

    Answer answer =
        OWNER
            .as(null)
            .send(
                "POST",
                DECODE,
                encrypted(),
                Map.of("Cookie", cookie, "Origin", TestPlatform.TEMPORAL_UI));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(TestPlatform.TEMPORAL_UI);
    assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
    String data = answer.json().path("payloads").path(0).path("data").asString();
    assertThat(new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8))
        .isEqualTo("\"a secret word\"");
  }

  @Test
  void shouldRefuseWithoutLogin() throws IOException {
    Answer answer =
        OWNER
            .as(null)
            .send("POST", DECODE, encrypted(), Map.of("Origin", TestPlatform.TEMPORAL_UI));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body()).doesNotContain("payloads");
  }

  @Test
  void shouldRefuseEveryOtherOrigin() throws IOException {
    Answer answer = OWNER.send("POST", DECODE, encrypted(), Map.of("Origin", "http://127.0.0.1:1"));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
  }

  @Test
  void shouldAnswerThePreflightOfTheTemporalWebUi() {
    Answer answer =
        OWNER
            .as(null)
            .send(
                "OPTIONS",
                DECODE,
                null,
                Map.of(
                    "Origin", TestPlatform.TEMPORAL_UI,
                    "Access-Control-Request-Method", "POST",
                    "Access-Control-Request-Headers", "content-type,x-namespace"));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Access-Control-Allow-Headers")).isEqualTo("content-type,x-namespace");
  }

  @Test
  void shouldEncodeWhatItCanDecode() throws IOException {
    String plain =
        "{\"payloads\":[{\"metadata\":{\"encoding\":\"anNvbi9wbGFpbg==\"},\"data\":\"IngI\"}]}";

    String encoded = OWNER.post("/api/v1/codec/encode", plain).body();

    assertThat(encoded).doesNotContain("IngI");
    assertThat(OWNER.post(DECODE, encoded).json().path("payloads").path(0).path("data").asString())
        .isEqualTo("IngI");
    assertThat(OWNER.post(DECODE, "no json").status()).isEqualTo(400);
  }
}
