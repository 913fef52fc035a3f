package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.commands.AllCommands;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** One option means one thing, whichever command has it. */
final class OptionNamesTest {

  @Test
  void shouldMeanAUserOfTheServerByUser() {
    assertThat(shown("--user")).isNotEmpty();
    assertThat(shown("--user"))
        .allSatisfy(option ->
            assertThat(text(option))
                .containsAnyOf("of the server", "of servers", "of the container"));
  }

  @Test
  void shouldNameUsersOfHoldfastByWhatTheyDo() {
    for (String name : Set.of("--by", "--of")) {
      assertThat(shown(name)).isNotEmpty();
      assertThat(shown(name))
          .allSatisfy(option -> assertThat(text(option)).containsAnyOf("of Holdfast", "started"));
    }
  }

  @Test
  void shouldSayWhetherServerIsOneOfTheFleetOrThePlatform() {
    assertThat(shown("--server"))
        .allSatisfy(option ->
            assertThat(text(option))
                .contains(
                    option.paramLabel().equals("URL")
                        ? "The platform to talk to"
                        : "a URL here names the platform"));
  }

  @Test
  void shouldLimitFailuresAlike() {
    Set<String> texts = new TreeSet<>();
    shown("--max-failures")
        .forEach(option -> {
          assertThat(option.paramLabel()).isEqualTo("N|P%");
          // The API reads it: there is one parser.
          assertThat(option.type()).isEqualTo(String.class);
          texts.add(text(option));
        });

    assertThat(texts).hasSize(2).allMatch(text -> text.contains("(default: 0"));
  }

  @Test
  void shouldStillKnowHowUsersOfHoldfastWereNamedBefore() {
    try (TestPlatform platform = new TestPlatform()) {
      platform.answers("GET /grants", TestPlatform.page());

      assertThat(Cli.at(platform.url()).run("grant", "list", "--user", "bob").exitCode()).isZero();
      assertThat(Cli.at(platform.url()).run("grant", "list", "--of", "bob").exitCode()).isZero();
      assertThat(platform.requests())
          .extracting(TestPlatform.Request::path)
          .allMatch(path -> path.contains("bob"))
          .hasSize(2);
    }
  }

  private static String text(OptionSpec option) {
    return String.join(" ", option.description());
  }

  private static List<OptionSpec> shown(String name) {
    return every()
        .flatMap(command -> Stream.ofNullable(command.getCommandSpec().findOption(name)))
        .filter(option -> !option.hidden())
        .toList();
  }

  private static Stream<CommandLine> every() {
    var nothing = new PrintWriter(new StringWriter());
    List<CommandLine> found =
        new ArrayList<>(
            List.of(
                AllCommands.commandLine(Surroundings.ofProcess(), nothing, nothing, _ -> true)));
    for (int i = 0; i < found.size(); i++) {
      found.addAll(found.get(i).getSubcommands().values());
    }
    return found.stream();
  }
}
