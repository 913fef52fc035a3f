package dev.holdfast.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MaxSessionsTest {

  @Test
  void shouldReadTheNumberAmongTheNoiseOfLoginScripts() {
    assertThat(MaxSessions.parse("welcome\nholdfast-max-sessions=37\r\nbye")).hasValue(37);
  }

  @Test
  void shouldTellNothingWhenTheServerDoesNot() {
    assertThat(MaxSessions.parse("sudo: a password is required\n")).isEmpty();
    assertThat(MaxSessions.parse("holdfast-max-sessions=\n")).isEmpty();
  }
}
