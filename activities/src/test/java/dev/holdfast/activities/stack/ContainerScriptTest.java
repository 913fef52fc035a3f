package dev.holdfast.activities.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.journal.ServerProgram;
import java.io.BufferedReader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ContainerScriptTest {

  /** Systemd tells a service to end twice, and {@code timeout} passes it on. */
  @Test
  void shouldGiveUpWholeHoweverOftenItIsToldToEnd() throws Exception {
    String trap =
        ServerProgram.text(ContainerHandler.class, "container.sh")
            .lines()
            .filter(line -> line.startsWith("trap ") && line.contains("exit 143"))
            .findFirst()
            .orElseThrow();
    String script =
        """
        give_up() { code=$?; sleep 0.5; trap - EXIT; echo "gave up with $code"; }
        trap give_up EXIT
        %s
        echo ready
        for _ in $(seq 400); do sleep 0.05; done
        """
            .formatted(trap);
    Process shell = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
    try (BufferedReader said = shell.inputReader()) {
      assertThat(said.readLine()).isEqualTo("ready");
      // Not by Process.destroy, which closes what is read here.
      assertThat(shell.toHandle().destroy()).isTrue();
      assertThat(shell.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
      shell.toHandle().destroy();

      assertThat(said.readLine()).isEqualTo("gave up with 143");
      assertThat(shell.waitFor()).isEqualTo(143);
    } finally {
      shell.destroyForcibly();
    }
  }
}
