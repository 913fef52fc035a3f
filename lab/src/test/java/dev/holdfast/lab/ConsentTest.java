package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsentTest {

  @Test
  void shouldAgreeWhenAskedForByOptionOrCi() {
    assertThat(Consent.of(true, Map.of(), null).to("install docker.io")).isTrue();
    assertThat(Consent.of(false, Map.of("CI", "true"), null).to("install docker.io")).isTrue();
  }

  @Test
  void shouldRefuseWhenNobodyCanBeAsked() {
    assertThat(Consent.of(false, Map.of(), null).to("install docker.io")).isFalse();
    assertThat(Consent.of(false, Map.of("CI", "false"), null).to("install docker.io")).isFalse();
  }

  @Test
  void shouldSayWhyAndHowToAllowWhenRefused() {
    List<String> said = new ArrayList<>();
    Machine machine = new Machine(deed -> false, said::add);

    assertThatThrownBy(() -> machine.ask("No engine is running.", "install docker.io"))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("install docker.io")
        .hasMessageContaining("--yes");
    assertThat(said).containsExactly("No engine is running.");
  }
}
