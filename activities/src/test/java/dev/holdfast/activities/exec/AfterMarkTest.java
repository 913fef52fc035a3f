package dev.holdfast.activities.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AfterMarkTest {
  private static final byte[] STREAM =
      "hello\nMARKMARK\nfirst\nMARK\nlast".getBytes(StandardCharsets.UTF_8);

  @Test
  void shouldPassOnWhatFollowsTheFirstMarkWhereverTheStreamIsCut() throws IOException {
    for (int cut = 0; cut <= STREAM.length; cut++) {
      ByteArrayOutputStream kept = new ByteArrayOutputStream();
      AfterMark after = new AfterMark("MARK", kept);
      after.write(STREAM, 0, cut);
      after.write(STREAM, cut, STREAM.length - cut);

      assertThat(after.seen()).isTrue();
      assertThat(kept.toString(StandardCharsets.UTF_8)).isEqualTo("first\nMARK\nlast");
    }
  }

  @Test
  void shouldKeepTheNoiseWhenNoMarkComes() throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    AfterMark after = new AfterMark("MARK", kept);
    after.write("This account is not available.\n".getBytes(StandardCharsets.UTF_8));

    assertThat(after.seen()).isFalse();
    assertThat(after.noise()).isEqualTo("This account is not available.\n");
    assertThat(kept.size()).isZero();
  }
}
