package dev.holdfast.cli.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemoteCommandTest {

  @Test
  void shouldBringSeveralArgumentsThroughAShellAsTheyWereTyped() throws Exception {
    List<String> odd = List.of("a b", "", "it's", "$HOME `id` \\ \"x\"", "*", "-n", "é\n\t;|&");
    List<String> typed = new ArrayList<>(List.of("printf", "<%s>"));
    typed.addAll(odd);

    Tool shell = Tool.run(Map.of(), "", "sh", "-c", RemoteCommand.line(typed));

    assertThat(shell.output()).isEqualTo("<" + String.join("><", odd) + ">");
  }

  @Test
  void shouldLeaveOneArgumentToTheShell() {
    assertThat(RemoteCommand.line(List.of("df -h | sort"))).isEqualTo("df -h | sort");
  }
}
