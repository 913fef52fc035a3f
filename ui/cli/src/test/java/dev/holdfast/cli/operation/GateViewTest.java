package dev.holdfast.cli.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class GateViewTest {

  private static JsonNode operation(String now) {
    return Json.parse(
        """
        {"gates":{"conditions":["verify","command:id"],"withinSeconds":120,
          "now":{"after":{"number":1,"of":3},%s}}}
        """
            .formatted(now));
  }

  @Test
  void shouldSayWhatMustHoldAndHowLong() {
    assertThat(GateView.conditions(operation("\"state\":\"held\"")))
        .isEqualTo("verify, command:id, within 2m");
    assertThat(GateView.conditions(Json.object())).isEmpty();
  }

  @Test
  void shouldSayHowItStands() {
    assertThat(GateView.now(operation("\"state\":\"held\""))).isEqualTo("after wave 1 of 3: held");
    assertThat(GateView.now(operation("\"state\":\"trying\",\"until\":\"2026-11-30T10:00:00Z\"")))
        .startsWith("after wave 1 of 3: being tried until ");
    assertThat(GateView.now(operation("\"state\":\"refused\",\"reason\":\"it is ill\"")))
        .isEqualTo("it is ill");
    assertThat(GateView.now(Json.object())).isEmpty();
  }

  @Test
  void shouldSayWhetherItWasRefused() {
    assertThat(GateView.refused(operation("\"state\":\"refused\""))).isTrue();
    assertThat(GateView.refused(operation("\"state\":\"overruled\""))).isFalse();
  }
}
