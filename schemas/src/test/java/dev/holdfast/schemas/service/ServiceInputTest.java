package dev.holdfast.schemas.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.service.ServiceInput.Action;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceInputTest {

  @ParameterizedTest
  @CsvSource({"ssh, STOP", "sshd, RESTART", "ssh.socket, DISABLE", "sshd.service, MASK"})
  void shouldRefuseToTakeAwayTheWayIn(String unit, Action action) {
    assertThatThrownBy(() -> new ServiceInput(unit, action, 50))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("action: " + action.word());
  }

  @ParameterizedTest
  @CsvSource({"ssh, RELOAD", "ssh, STATUS", "sshguard, STOP", "nginx, RESTART"})
  void shouldTakeEverythingElse(String unit, Action action) {
    assertThat(new ServiceInput(unit, action, 50).action()).isEqualTo(action);
  }
}
