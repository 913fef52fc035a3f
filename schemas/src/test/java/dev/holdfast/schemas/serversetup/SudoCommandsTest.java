package dev.holdfast.schemas.serversetup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.operation.CheckedInput.Problem;
import dev.holdfast.schemas.serversetup.ServerSetupInput.SudoRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SudoCommandsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/usr/bin/",
        "/usr/bin/ id",
        "/usr//bin/id",
        "/usr/bin/../../tmp/x",
        "/usr/bin/.",
        "/usr/bin/..",
        "/usr/bin/id \\",
        "/usr/bin/id \\*",
        "/usr/bin/id a\\ b",
        "/usr/bin/id ",
        "/usr/bin/id  a",
        "/usr/bin/id a ",
        "/usr/bin/sudoedit",
        "/usr/bin/sudoedit /etc/hosts",
        "/bin/sh",
        "/usr/bin/bash",
        "/usr/bin/python3.11",
        "/usr/bin/perl5.36",
        "/usr/bin/env",
        "/usr/bin/find",
        "/usr/bin/su",
        "/usr/bin/vim",
        "/usr/bin/vim.basic /etc/hosts",
        "/usr/bin/less /var/log/syslog",
        "/usr/sbin/visudo -f /etc/sudoers.d/x",
        "/tmp/restart.sh",
        "/dev/shm/x",
        "ALL",
        "!/usr/bin/id",
        "sudoedit /etc/hosts",
        "sha256:AAAA /usr/bin/id",
        "WEB"
      })
  void shouldRefuseWhatAllowsMoreThanItSeemsTo(String command) {
    assertThat(SudoCommands.problem(command)).isNotNull().contains(" ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usr/bin/systemctl restart nginx.service",
        "/usr/bin/systemctl restart a:b=c,d*",
        "/usr/bin/journalctl",
        "/usr/bin/id",
        "/usr/bin/id \"\"",
        "/bin/sh /opt/deploy.sh",
        "/usr/bin/env LANG=C /usr/bin/id",
        "/opt/app-1.2/bin/run_it",
        "/home/deploy/bin/restart"
      })
  void shouldAcceptOneProgram(String command) {
    assertThat(SudoCommands.problem(command)).isNull();
  }

  @Test
  void shouldNameTheFieldAndTheRemedy() {
    ServerSetupInput input =
        new ServerSetupInput(
            List.of(),
            List.of(),
            List.of(
                new SudoRule("ann", null, List.of(), false),
                new SudoRule(
                    "ann", null, List.of("/usr/bin/id", "/usr/bin/", "/home/ann/x"), false)),
            List.of(),
            List.of());

    assertThat(input.problems())
        .extracting(Problem::field)
        .containsExactly("sudo[1].commands[1]", "sudo[1].commands[2]");
    assertThat(input.problems().getFirst().message())
        .startsWith("'/usr/bin/' is a directory")
        .endsWith("name the programs");
  }
}
