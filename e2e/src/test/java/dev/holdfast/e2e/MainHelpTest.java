package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.standalone.Main;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainHelpTest {

  @Test
  void shouldTeachEveryCommandWithinEightyColumns() {
    for (CommandLine command : everyCommand()) {
      String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
      String name = command.getCommandSpec().qualifiedName();

      assertThat(command.getCommandSpec().usageMessage().header()).as(name).isNotEmpty();
      assertThat(help.lines().filter(line -> line.length() > 80)).as(name).isEmpty();
      if (command.getSubcommands().isEmpty()) {
        assertThat(help).as(name).containsPattern("Examples?:").contains("  ./holdfast ");
      }
    }
  }

  @Test
  void shouldMakeEachCommandByItself() {
    for (String name : Main.commandLine().getSubcommands().keySet()) {
      if (!name.equals("completion")) {
        assertThat(Main.commandLine(name).getSubcommands()).containsOnlyKeys(name);
      }
    }
  }

  private static List<CommandLine> everyCommand() {
    List<CommandLine> found = new ArrayList<>(List.of(Main.commandLine()));
    for (int i = 0; i < found.size(); i++) {
      found.addAll(found.get(i).getSubcommands().values());
    }
    return found;
  }
}
