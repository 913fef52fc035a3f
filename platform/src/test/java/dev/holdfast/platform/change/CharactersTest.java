package dev.holdfast.platform.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CharactersTest {

  @Test
  void shouldCutNoCharacterWhereverTheEndIs() {
    byte[] bytes = "aß€🔒z".getBytes(StandardCharsets.UTF_8);
    for (int to = 1; to <= bytes.length; to++) {
      int end = Characters.cut(bytes, 0, to);
      assertThat(end).isBetween(1, to);
      if (end < to || to == bytes.length) {
        assertThat(new String(bytes, 0, end, StandardCharsets.UTF_8)).doesNotContain("\ufffd");
      }
    }
    assertThat(Characters.cut(bytes, 0, 2)).isEqualTo(1);
    assertThat(Characters.cut(bytes, 0, 5)).isEqualTo(3);
    assertThat(Characters.cut(bytes, 0, 9)).isEqualTo(6);
    assertThat(Characters.cut(bytes, 0, 10)).isEqualTo(10);
  }

  @Test
  void shouldTakeBytesThatAreNoTextAsTheyAre() {
    byte[] bytes = {(byte) 0x80, (byte) 0x81, (byte) 0x82, (byte) 0x83, (byte) 0x84};
    assertThat(Characters.cut(bytes, 0, 5)).isEqualTo(5);
    byte[] started = {(byte) 0xf0};
    assertThat(Characters.cut(started, 0, 1)).isEqualTo(1);
  }
}
