package dev.holdfast.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeCodesTest {
  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  @Test
  void shouldMakeTheCodesOfRfc6238() {
    assertThat(TimeCodes.code(SECRET, 59 / 30)).isEqualTo("287082");
    assertThat(TimeCodes.code(SECRET, 1_111_111_109L / 30)).isEqualTo("081804");
    assertThat(TimeCodes.code(SECRET, 1_234_567_890L / 30)).isEqualTo("005924");
    assertThat(TimeCodes.code(SECRET, 20_000_000_000L / 30)).isEqualTo("353130");
    assertThat(TimeCodes.base32(SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  }

  @Test
  void shouldAcceptOneStepMoreOrLess() {
    Instant now = Instant.ofEpochSecond(1_000_000_000);
    long step = now.getEpochSecond() / 30;

    for (long near = step - 1; near <= step + 1; near++) {
      assertThat(TimeCodes.step(SECRET, TimeCodes.code(SECRET, near), now)).hasValue(near);
    }
    assertThat(TimeCodes.step(SECRET, TimeCodes.code(SECRET, step - 2), now)).isEmpty();
    assertThat(TimeCodes.step(SECRET, TimeCodes.code(SECRET, step + 2), now)).isEmpty();
    assertThat(TimeCodes.step(SECRET, "", now)).isEmpty();
  }
}
