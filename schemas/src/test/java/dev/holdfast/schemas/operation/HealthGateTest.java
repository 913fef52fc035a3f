package dev.holdfast.schemas.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.holdfast.schemas.operation.HealthGate.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthGateTest {

  @Test
  void shouldKeepWhatFollowsTheFirstColon() {
    assertThat(HealthGate.of(" command: curl -fs http://localhost:80 "))
        .isEqualTo(new HealthGate(Kind.COMMAND, "curl -fs http://localhost:80"));
    assertThat(HealthGate.of("url:https://example.com"))
        .isEqualTo(new HealthGate(Kind.URL, "https://example.com"));
    assertThat(HealthGate.of("metric:https://prom.example.com up == 1"))
        .isEqualTo(new HealthGate(Kind.METRIC, "https://prom.example.com up == 1"));
    assertThat(HealthGate.of("verify")).isEqualTo(new HealthGate(Kind.VERIFY, ""));
  }

  @Test
  void shouldBeATextInJson() throws JsonProcessingException {
    JsonMapper json = new JsonMapper();
    assertThat(json.writeValueAsString(HealthGate.of("command:id"))).isEqualTo("\"command:id\"");
    assertThat(json.readValue("\"verify\"", HealthGate.class)).isEqualTo(HealthGate.of("verify"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "verify:", "command:", "command: ", "metrics:up", "metric:", "curl localhost"})
  void shouldRefuseWhatIsNoGate(String text) {
    assertThatThrownBy(() -> HealthGate.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a gate; write verify, command:LINE");
  }
}
