package dev.holdfast.platform.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.server.Server;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FilledInputTest {
  private static final Server SERVER =
      new Server(
          "web-1",
          "192.0.2.1",
          22,
          "admin",
          "k",
          List.of(),
          Map.of("env", "prod", "role", "web"),
          null);

  @Test
  void shouldPutTheValueForTheServersLabelIntoStrings() {
    ProfileBody body =
        body("{\"a\":{\"b\":[\"${user}\",\"x-${user}-${user}\"]},\"n\":7,\"${user}\":true}")
            .with("user", null, "dev")
            .with("user", "env=prod", "de\\ploy\"$1")
            .with("user", "env=test", "tester");

    FilledInput filled = FilledInput.on(SERVER, body);

    assertThat(filled.problems()).isEmpty();
    assertThat(filled.json())
        .isEqualTo(
            "{\"a\":{\"b\":[\"de\\\\ploy\\\"$1\",\"x-de\\\\ploy\\\"$1-de\\\\ploy\\\"$1\"]},\"n\":7,\"${user}\":true}");
    assertThat(FilledInput.on(SERVER, body.with("user", "env=prod", null)).json())
        .contains("x-dev-dev");
  }

  @Test
  void shouldLeaveWhatIsWrittenWithTwoDollars() {
    assertThat(FilledInput.on(SERVER, body("{\"a\":\"$${HOME} $5 ${\"}")).json())
        .isEqualTo("{\"a\":\"${HOME} $5 ${\"}");
  }

  @Test
  void shouldNameTheFieldOfAVariableWithoutAValue() {
    ProfileBody body =
        body("{\"a\":[\"x\",\"${none}\"],\"b\":\"${test}\",\"c\":\"${both}\"}")
            .with("test", "env=test", "t")
            .with("both", "env=prod", "1")
            .with("both", "role=web", "2");

    assertThat(FilledInput.on(SERVER, body).problems())
        .satisfiesExactly(
            none -> {
              assertThat(none.field()).isEqualTo("input.a[1]");
              assertThat(none.message()).startsWith("the variable 'none' is not declared");
            },
            test -> {
              assertThat(test.field()).isEqualTo("input.b");
              assertThat(test.message()).startsWith("the variable 'test' has no value here");
            },
            both -> {
              assertThat(both.field()).isEqualTo("input.c");
              assertThat(both.message()).contains("'both'", "env=prod and role=web");
            });
  }

  @Test
  void shouldMakeASampleOfEachValue() {
    ProfileBody body =
        body("{\"a\":\"${x}${y}\"}")
            .with("x", null, "1")
            .with("x", "env=prod", "2")
            .with("y", null, "3");

    assertThat(FilledInput.samples(body))
        .extracting(FilledInput::json)
        .containsExactly("{\"a\":\"13\"}", "{\"a\":\"23\"}");
    assertThat(FilledInput.samples(body.with("y", null, null)))
        .allSatisfy(sample -> assertThat(sample.problems()).hasSize(1));
  }

  @Test
  void shouldRefuseWhatCannotBeAVariable() {
    assertThatThrownBy(() -> body("{}").with("a b", null, "1")).hasMessageContaining("'a b'");
    assertThatThrownBy(() -> body("{}").with("a", "web-1", "1")).hasMessageContaining("'web-1'");
  }

  private static ProfileBody body(String input) {
    return new ProfileBody(input, List.of());
  }
}
