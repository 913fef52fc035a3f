package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.commands.AllCommands;
import dev.holdfast.cli.commands.Holdfast;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HelpTest {

  @Test
  void shouldTeachEveryCommandWithinEightyColumns() {
    for (CommandLine command : everyCommand()) {
      String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
      String name = command.getCommandSpec().qualifiedName();

      assertThat(command.getCommandSpec().usageMessage().header()).as(name).isNotEmpty();
      assertThat(command.getCommandSpec().usageMessage().description()).as(name).isNotEmpty();
      assertThat(help.lines().filter(line -> line.length() > 80)).as(name).isEmpty();
      assertThat(command.getCommandSpec().usageMessage().footer())
          .as("what one copies from the help of " + name + " is not broken in the middle")
          .allMatch(line -> line.length() <= 80);
      if (command.getParent() != null) {
        assertThat(help).as(name).containsPattern("Examples?:").contains("  ./holdfast ");
      }
    }
  }

  @Test
  void shouldGroupTheCommandsAndShowFirstSteps() {
    Cli.Result help = Cli.nowhere().run("--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.out())
        .contains("First steps:", "Change servers:", "  run  ", "Exit codes: 0 done")
        .doesNotContain("\u001b");
  }

  @Test
  void shouldSuggestWhatWasMeant() {
    Cli.Result typo = Cli.nowhere().run("rnu");
    Cli.Result option = Cli.nowhere().run("run", "lockdown", "all", "--folow");

    assertThat(typo.exitCode()).isEqualTo(2);
    assertThat(typo.err()).contains("error: there is no command 'rnu'", "did you mean: run");
    assertThat(option.exitCode()).isEqualTo(2);
    assertThat(option.err()).contains("there is no option '--folow'", "--follow");
    assertThat(option.out()).isEmpty();
  }

  @Test
  void shouldSayWhatIsMissing() {
    Cli.Result result = Cli.nowhere().run("run");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("'OPERATION'").contains("try:   ./holdfast run --help");
  }

  @Test
  void shouldKnowItsVersion() {
    assertThat(Cli.nowhere().run("--version").out()).matches("holdfast \\d+\\.\\d+.*\\R");
  }

  @Test
  void shouldLoadNeitherJsonNorHttpForHelp() throws IOException, InterruptedException {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:stdout",
                "-cp",
                System.getProperty("java.class.path"),
                Holdfast.class.getName(),
                "--help")
            .redirectErrorStream(true)
            .start();
    String classes = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(java.waitFor()).isZero();
    assertThat(classes).contains("dev.holdfast.cli.HoldfastCommand ");
    assertThat(
            classes
                .lines()
                .filter(l -> l.contains(" tools.jackson.") || l.contains(" java.net.http.")))
        .isEmpty();
  }

  @Test
  void shouldMakeEachCommandByItself() {
    Set<String> all = commands(_ -> true).getSubcommands().keySet();

    assertThat(all).contains("run", "exec", "completion");
    for (String name : all) {
      assertThat(commands(name::equals).getSubcommands()).containsOnlyKeys(name);
    }
  }

  private static CommandLine commands(Predicate<String> wanted) {
    var nothing = new PrintWriter(new StringWriter());
    return AllCommands.commandLine(Surroundings.ofProcess(), nothing, nothing, wanted);
  }

  private static List<CommandLine> everyCommand() {
    List<CommandLine> found = new ArrayList<>();
    found.add(commands(_ -> true));
    for (int i = 0; i < found.size(); i++) {
      found.addAll(found.get(i).getSubcommands().values());
    }
    return found;
  }
}
