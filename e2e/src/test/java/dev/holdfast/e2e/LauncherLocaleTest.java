package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.standalone.home.Commands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's script that chooses the locale, run by bash. */
final class LauncherLocaleTest {
  private static final String SCRIPT = "tools/launcher/locale.sh";
  private static final String SHOW =
      "; echo \"${LC_ALL-unset} ${LANG-unset} <${HOLDFAST_LC_ALL-unset}>\"";

  @Test
  void shouldTakeUtf8WhereThereIsNoLocale() throws Exception {
    assertThat(bash("use_utf8" + SHOW)).isEqualTo("C.UTF-8 unset <>");
  }

  @Test
  void shouldRememberWhatWasAskedFor() throws Exception {
    assertThat(bash("use_utf8" + SHOW, "LC_ALL=C", "LANG=C.UTF-8"))
        .isEqualTo("C.UTF-8 C.UTF-8 <C>");
  }

  @Test
  void shouldLeaveAUtf8LocaleAlone() throws Exception {
    assertThat(bash("use_utf8" + SHOW, "LANG=C.UTF-8")).isEqualTo("unset C.UTF-8 <unset>");
  }

  /** The whole way: an argument and the name of a file, as the JVM reads and writes them. */
  @Test
  void shouldBringBytesThroughTheJvm(@TempDir Path directory) throws Exception {
    Path program = directory.resolve("Touch.java");
    Files.writeString(
        program,
        """
        void main(String[] arguments) throws Exception {
          java.nio.file.Files.createFile(java.nio.file.Path.of(arguments[0], arguments[1]));
        }
        """);
    String java = System.getProperty("java.home") + "/bin/java";

    bash("use_utf8; exec " + java + " " + program + " " + directory + " Übung", "LC_ALL=C");

    assertThat(bash("cd " + directory + " && LC_ALL=C ls -b [!T]*")).isEqualTo("\\303\\234bung");
  }

  private static String bash(String script, String... environment) throws Exception {
    Path root = Repository.root();
    List<String> command = new ArrayList<>(List.of("env", "-i", "PATH=" + System.getenv("PATH")));
    command.addAll(List.of(environment));
    // The script's bytes must not go through this JVM's idea of arguments.
    Path file = Files.createTempFile("locale-", ".sh");
    try {
      Files.writeString(file, ". " + root.resolve(SCRIPT) + "\n" + script + "\n");
      command.addAll(List.of("/bin/bash", "-eu", file.toString()));
      Commands.Result result = Commands.run(root, Map.of(), command);
      assertThat(result.exitCode()).as(result.output()).isZero();
      return result.output().stripTrailing();
    } finally {
      Files.delete(file);
    }
  }
}
