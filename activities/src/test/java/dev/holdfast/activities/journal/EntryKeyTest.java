package dev.holdfast.activities.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.step.Step;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EntryKeyTest {

  @Test
  void shouldDifferByServerStepAndGenerationOnly() {
    Step step = new Step("op-1", "web-1", "apply/sshd", 1, 7, "Apply");

    assertThat(
            Stream.of(
                    new Step("op-1", "web-2", "apply/sshd", 1, 7, "Apply"),
                    new Step("op-1", "web-1", "apply/sudo", 1, 7, "Apply"),
                    new Step("op-1", "web-1", "apply/sshd", 2, 7, "Apply"))
                .map(EntryKey::of))
        .doesNotContain(EntryKey.of(step))
        .doesNotHaveDuplicates();
    assertThat(EntryKey.of(new Step("op-1", "web-1", "apply/sshd", 1, 9, "Apply again")))
        .isEqualTo(EntryKey.of(step));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-x", "op.1", "op 1", "op/1", "op;id", "op\n1", "../op"})
  void shouldRefuseWhatIsNotSafeOnACommandLine(String operation) {
    assertThatThrownBy(() -> EntryKey.of(new Step(operation, "web-1", "k", 1, 1, "s")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("operation");
  }
}
