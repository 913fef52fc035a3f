package dev.holdfast.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ProcessIdentityTest {

  private static final String AFTER_NAME =
      " %s 1 4242 4242 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 987654 5000 100";

  @Test
  void shouldReadTheStartTimeBehindANameWithParenthesesAndSpaces() {
    String stat = "4242 (evil) S 1 (name)" + AFTER_NAME.formatted("S");

    assertThat(ProcessIdentity.startTicks(stat)).contains(987_654L);
  }

  @Test
  void shouldTakeAZombieForDead() {
    assertThat(ProcessIdentity.startTicks("4242 (postgres)" + AFTER_NAME.formatted("Z"))).isEmpty();
  }

  @Test
  void shouldKnowThisProcess() {
    ProcessIdentity self = ProcessIdentity.current();

    assertThat(self.alive()).isTrue();
    assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
  }

  @Test
  void shouldNotMistakeARecycledNumberForTheProcess() {
    ProcessIdentity self = ProcessIdentity.current();

    assertThat(new ProcessIdentity(self.pid(), self.startTicks() - 1, self.bootId()).alive())
        .isFalse();
    assertThat(new ProcessIdentity(self.pid(), self.startTicks(), "another boot").alive())
        .isFalse();
  }

  @Test
  void shouldSeeThatAProcessHasEnded() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sleep", "600").start();
    ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();
    assertThat(identity.alive()).isTrue();

    process.destroyForcibly().waitFor();

    assertThat(identity.alive()).isFalse();
  }
}
