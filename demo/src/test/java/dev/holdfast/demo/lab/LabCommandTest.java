package dev.holdfast.demo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabCommandTest {

  @TempDir Path home = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "51", "three"})
  void shouldRefuseBeforeAnythingStartsWhenTheNumberIsWrong(String number) {
    CommandRun run =
        CommandRun.of(
            home,
            () -> {
              throw new AssertionError("asked for the platform");
            },
            "up",
            "--servers",
            number);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.stderr()).contains("--servers").contains(number);
    assertThat(run.stdout()).isEmpty();
  }

  @Test
  void shouldBuildNothingWhenThereIsNoPlatform() {
    CommandRun run =
        CommandRun.of(
            home,
            () -> {
              throw new IllegalStateException("no platform");
            },
            "up");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.stderr()).contains("no platform");
    assertThat(home).isEmptyDirectory();
  }
}
