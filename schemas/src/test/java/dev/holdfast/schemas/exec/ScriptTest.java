package dev.holdfast.schemas.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.exec.ExecInput.Script;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo hi                         | sh              |            | sh",
        "'# !/bin/bash'                  | sh              |            | sh",
        "#!/bin/bash                     | /bin/bash       |            | bash",
        "#! /bin/bash -eu                | /bin/bash       | -eu        | bash",
        "#!/usr/bin/perl -w -T           | /usr/bin/perl   | -w -T      | perl",
        "#!/usr/bin/env python3          | /usr/bin/env    | python3    | python3",
        "#!/usr/bin/env -S python3 -u    | /usr/bin/env    | -S python3 -u | python3",
        "#!/usr/bin/env -S A=b node --x  | /usr/bin/env    | -S A=b node --x | node",
        "#!/opt/app/bin/ruby             | /opt/app/bin/ruby |          | /opt/app/bin/ruby",
        "#!                              | sh              |            | sh"
      })
  void shouldBeReadByWhatItsFirstLineNames(
      String firstLine, String program, String argument, String name) {
    for (String end : List.of("", "\n", "\r\nprint(1)\n")) {
      Script script = new Script(null, firstLine + end);

      assertThat(script.reader())
          .isEqualTo(argument == null ? List.of(program) : List.of(program, argument));
      assertThat(script.program()).isEqualTo(name);
    }
  }

  @Test
  void shouldBeReadByTheInterpreterThatIsAskedFor() {
    Script script = new Script("python3", "#!/bin/bash -e\n");

    assertThat(script.reader()).containsExactly("python3");
    assertThat(script.program()).isEqualTo("python3");
  }
}
