package dev.holdfast.activities.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.exec.EndMark.End;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EndMarkTest {
  private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
  private final AtomicInteger heard = new AtomicInteger();

  @Test
  void shouldTakeOutTheEndWhereverTheStreamIsCut() throws IOException {
    byte[] all = bytes("one\036two\036ENDx\036END 7 123 yes 4 56\nlate\n");
    for (int cut = 0; cut <= all.length; cut++) {
      passed.reset();
      EndMark stream = stream();

      stream.write(all, 0, cut);
      stream.write(all, cut, all.length - cut);
      stream.close();

      assertThat(passed).hasToString("one\036two\036ENDxlate\n");
      assertThat(stream.end()).isEqualTo(new End(7, 123, true, List.of(4L, 56L)));
    }
    assertThat(heard).hasValue(all.length + 1);
  }

  @Test
  void shouldPassOnWhatLooksLikeTheEndAndIsNone() throws IOException {
    EndMark stream = stream();

    stream.write(bytes("a\036\036END"));
    assertThat(passed).hasToString("a\036");
    stream.close();

    assertThat(passed).hasToString("a\036\036END");
    assertThat(stream.end()).isNull();
  }

  @Test
  void shouldTellThatTheSessionWasStale() throws IOException {
    EndMark stream = stream();

    stream.write(bytes("\036END stale .1.with.2\n"));

    assertThat(stream.stale()).isEqualTo(".1.with.2");
    assertThat(stream.end()).isNull();
    assertThat(heard).hasValue(0);
  }

  @Test
  void shouldTellWhichSessionIsFreshAndPassOnWhatFollows() throws IOException {
    EndMark stream = stream();

    stream.write(bytes("\036END fresh 7.8.9\nout\n\036END 0 123 no\n"));

    assertThat(stream.fresh()).isEqualTo("7.8.9");
    assertThat(passed).hasToString("out\n");
    assertThat(stream.end()).isEqualTo(new End(0, 123, false, List.of()));
  }

  private EndMark stream() {
    return new EndMark("END", passed, heard::incrementAndGet);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
