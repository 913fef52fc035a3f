package dev.holdfast.api.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import org.junit.jupiter.api.Test;

final class DiagnosisTest {
  private static final Http OWNER = TestPlatform.get().owner();

  @Test
  void shouldAnswerWithWhatAWorkerFound() {
    OWNER.post("/api/v1/servers", Fixtures.server("ailing"));

    Answer answer = OWNER.post("/api/v1/servers/ailing/diagnose", null);
    Answer again = OWNER.post("/api/v1/servers/ailing/diagnose", null);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("server")).isEqualTo("ailing");
    assertThat(answer.text("at")).isEqualTo("2026-01-01T10:00:00Z");
    assertThat(answer.json().path("durationMillis").asLong()).isEqualTo(1234);
    assertThat(answer.json().path("findings").path(1).toString())
        .isEqualTo(
            "{\"check\":\"network/tcp\",\"level\":\"problem\",\"summary\":\"it refuses\","
                + "\"detail\":\"a line\",\"fix\":\"start sshd\"}");
    assertThat(again.status()).isEqualTo(200);
  }

  @Test
  void shouldNotKnowAServerThatIsNotRegistered() {
    Answer answer = OWNER.post("/api/v1/servers/nobody/diagnose", null);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("code")).isEqualTo("unknown-server");
  }

  @Test
  void shouldSayWhyAServerCouldNotBeLookedOver() {
    OWNER.post("/api/v1/servers", Fixtures.server("blind"));

    Answer answer = OWNER.post("/api/v1/servers/blind/diagnose", null);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text("code")).isEqualTo("diagnosis-failed");
    assertThat(answer.text("detail")).contains("nobody can see it");
  }
}
