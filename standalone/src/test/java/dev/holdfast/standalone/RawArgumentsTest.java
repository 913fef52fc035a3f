package dev.holdfast.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class RawArgumentsTest {

  @Test
  void shouldTakeWhatIsUtf8() {
    assertThat(
            refusal(
                "java\0Main\0touch\0Übung\uFFFD\0", StandardCharsets.UTF_8, true, "Übung\uFFFD"))
        .isEmpty();
  }

  @Test
  void shouldRefuseLatin1() {
    assertThat(
            refusal("java\0Main\0touch\0Übung\0", StandardCharsets.ISO_8859_1, true, "\uFFFDbung"))
        .startsWith("argument 2 is not UTF-8: \\xDCbung.");
  }

  @Test
  void shouldRefuseWhatTheLocaleHasChanged() {
    assertThat(refusal("java\0Main\0touch\0Übung\0", StandardCharsets.UTF_8, false, "??bung"))
        .startsWith("argument 2 has letters that this locale has not: \\xC3\\x9Cbung.");
  }

  private static String refusal(String line, Charset written, boolean utf8, String last) {
    return RawArguments.refusal(line.getBytes(written), new String[] {"touch", last}, utf8)
        .orElse("");
  }
}
