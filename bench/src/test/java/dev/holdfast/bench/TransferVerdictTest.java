package dev.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class TransferVerdictTest {
  private static final long BYTES = 512L << 20;
  private static final long MIB = 1 << 20;

  @Test
  void shouldMeetTheGoalsAtNineTenthsOfTheSpeed() {
    assertThat(verdict(Map.of("up", 1111L, "down", 1111L)).allMet()).isTrue();
  }

  @Test
  void shouldFailWhereOneWayIsSlower() {
    assertThat(verdict(Map.of("up", 1112L)).allMet()).isFalse();
    assertThat(verdict(Map.of("down", 1112L)).allMet()).isFalse();
  }

  @Test
  void shouldFailWhereTheOtherAdapterIsFaster() {
    assertThat(verdict(Map.of("upMina", 800L)).allMet()).isFalse();
    assertThat(verdict(Map.of("downMina", 800L)).allMet()).isFalse();
  }

  @Test
  void shouldFailWhereTheHeapGrows() {
    assertThat(verdict(Map.of(), 50 * MIB, 82 * MIB, 50 * MIB).allMet()).isTrue();
    assertThat(verdict(Map.of(), 50 * MIB, 83 * MIB, 50 * MIB).allMet()).isFalse();
  }

  private static TransferVerdict verdict(Map<String, Long> otherThanASecond, long... heap) {
    Measured measured = new Measured();
    for (String name :
        new String[] {
          "sftpPut",
          "send",
          "up",
          "sendMina",
          "upMina",
          "upFromStore",
          "sftpGet",
          "down",
          "downMina",
          "downToStore"
        }) {
      measured.of(name).add(otherThanASecond.getOrDefault(name, 1000L) * 1_000_000);
    }
    return new TransferVerdict(BYTES, measured, heap);
  }
}
