package dev.holdfast.cli.policy;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the rules about a command without running it. */
@Command(
    name = "check",
    header = "Ask whether a command would be allowed, and by which rule.",
    description =
        "%nNothing is run. Exits with 0 if it is allowed on every server, else with 4. One word after"
            + " -- is a line for the shell, several are a program and its arguments.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast policy check web-1 -- systemctl status nginx",
      "  ./holdfast policy check env=prod --sudo --by bob -- 'cd /srv; rm -rf x'",
      "  ./holdfast policy check all --script tidy.py --interpreter python3"
    })
final class PolicyCheckCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "SELECTOR", description = "The servers.")
  private String selector = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "After --: what would be typed.")
  private List<String> command = List.of();

  @Option(names = "--sudo", order = 1, description = "As root.")
  private boolean sudo;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      order = 2,
      description = "As if this user of Holdfast asked (default: you).")
  private @Nullable String user;

  @Option(names = "--user", hidden = true, description = "What --by was called before.")
  void formerly(String name) {
    user = name;
  }

  @Option(
      names = "--operation",
      paramLabel = "TYPE",
      order = 3,
      description = "In this operation (default: exec).")
  private @Nullable String operation;

  @Option(
      names = "--script",
      paramLabel = "FILE",
      order = 4,
      description = "A script in place of a command.")
  private @Nullable String script;

  @Option(
      names = "--interpreter",
      paramLabel = "I",
      order = 5,
      description = "What runs the script (default: sh).")
  private @Nullable String interpreter;

  @Override
  public Integer call() {
    Question question = question();
    try (ApiClient api = platform.api(options)) {
      return new PolicyViews(api, options.output()).check(question.json());
    }
  }

  private Question question() {
    if (command.isEmpty() == (script == null)) {
      throw Failure.usage(
          command.isEmpty() ? "there is no command to check" : "there are a command and a script",
          "put the command after --, or name a file with --script");
    }
    return new Question(
        selector,
        sudo,
        user,
        operation,
        command,
        script == null ? null : read(script),
        interpreter == null ? "sh" : interpreter);
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      throw Failure.usage("the script " + file + " cannot be read as text", "check the path");
    }
  }
}
