package dev.holdfast.activities.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

final class JournalAnswerTest {

  @Test
  void shouldFindTheAnswerAmongNoise() {
    JournalAnswer answer =
        parse(
            """
            Welcome!
            abc running 1
            no newline at the end\r
            n1 finished 7 ended 3 0 0\r
            \r
            n1 out 0 YWIA\r

            n1 tail YWIA

            n1 end
            bye
            """,
            "n1");

    assertThat(answer.state()).isEqualTo(JournalAnswer.State.FINISHED);
    assertThat(answer.exitCode()).isEqualTo(7);
    assertThat(answer.outSize()).isEqualTo(3);
    assertThat(answer.reverted()).isFalse();
    assertThat(answer.out().bytes()).containsExactly('a', 'b', 0);
    assertThat(answer.tail()).isEqualTo("ab\0");
    assertThat(answer.err().bytes()).isEmpty();
  }

  @Test
  void shouldTakeNoAnswerThatBrokeOff() {
    assertThat(JournalAnswer.parse("\nn1 finished 0 ended 3 0 0\n\nn1 out 0 YW", "n1")).isNull();
  }

  @Test
  void shouldTakeNoAnswerToAnotherQuestion() {
    assertThat(JournalAnswer.parse("\nn2 closed\n\nn2 end\n", "n1")).isNull();
  }

  @Test
  void shouldReadAnEmptyTail() {
    JournalAnswer answer = parse("n1 interrupted -1 restart 0 0 1\nn1 tail \nn1 end\n", "n1");

    assertThat(answer.why()).isEqualTo("restart");
    assertThat(answer.reverted()).isTrue();
    assertThat(answer.tail()).isEmpty();
  }

  private static JournalAnswer parse(String stdout, String nonce) {
    return Objects.requireNonNull(JournalAnswer.parse(stdout, nonce));
  }
}
