package dev.holdfast.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenOperationsTest {

  @Test
  void shouldAddUpTheOpenOnes() {
    assertThat(
            OpenOperations.count(
                """
                # TYPE holdfast_operations_open gauge
                holdfast_operations_open{state="running",type="exec"} 2.0
                holdfast_operations_open{state="awaiting-approval",type="lockdown"} 1.0
                holdfast_operations_ended_total{state="failed",type="exec"} 7.0
                """))
        .isEqualTo(3);
    assertThat(OpenOperations.count("holdfast_ssh_breaker_open 1.0")).isZero();
  }
}
