package dev.holdfast.cli;

import dev.holdfast.cli.commands.AllCommands;
import dev.holdfast.cli.commands.NeededCommands;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Types commands, in a terminal or not, and keeps what came of them. */
public final class Cli {
  /** A terminal with colours whose cursor moves. */
  public static final Terminal TERMINAL = new Terminal(true, true, true, true, true);

  private final Map<String, String> variables = new HashMap<>();
  private Terminal terminal = Terminal.NONE;
  private String input = "";

  private Cli() {}

  /** What a command came to. */
  public record Result(int exitCode, String out, String err) {}

  /** As the user of the platform at this address. */
  public static Cli at(String url) {
    return nowhere().with("HOLDFAST_SERVER", url).with("HOLDFAST_TOKEN", "hf_secret");
  }

  /** Where there is no platform. */
  public static Cli nowhere() {
    return new Cli().with("HOLDFAST_HOME", "target/no-such-home");
  }

  public Cli with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  public Cli onTerminal(Terminal terminal) {
    this.terminal = terminal;
    return this;
  }

  public Cli typing(String input) {
    this.input = input;
    return this;
  }

  public Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    var stdin = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    Surroundings surroundings = new Surroundings(variables, terminal, stdin);
    var printed = new PrintWriter(out);
    var told = new PrintWriter(err);
    int exitCode =
        NeededCommands.of(
                wanted -> AllCommands.commandLine(surroundings, printed, told, wanted), arguments)
            .execute(arguments);
    return new Result(exitCode, out.toString(), err.toString());
  }
}
