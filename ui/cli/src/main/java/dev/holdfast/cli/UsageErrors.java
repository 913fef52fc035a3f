package dev.holdfast.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with the way a command was typed, in place of a page of usage. */
final class UsageErrors implements IParameterExceptionHandler {
  private final Surroundings surroundings;

  UsageErrors(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    CommandLine root = command.getCommandSpec().root().commandLine();
    Format format = json(args) ? Format.json : Format.text;
    Output output = new Output(root.getOut(), root.getErr(), format, surroundings.terminal());
    String help = command.getCommandSpec().qualifiedName() + " --help";
    output.failure(new Failure(ExitCode.USAGE, message(e), suggestions(e), help));
    return ExitCode.USAGE.code();
  }

  /** As far as it can be seen in what could not be read. */
  private static boolean json(String[] args) {
    List<String> words = List.of(args);
    int form = Math.max(words.indexOf("-o"), words.indexOf("--output"));
    return words.contains("-o=json")
        || words.contains("-ojson")
        || words.contains("--output=json")
        || (form >= 0 && form + 1 < words.size() && words.get(form + 1).equals("json"));
  }

  private static String message(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().getFirst();
      if (word.startsWith("-")) {
        return "there is no option '" + word + "' here";
      }
      boolean group = !e.getCommandLine().getSubcommands().isEmpty();
      return group ? "there is no command '" + word + "'" : "'" + word + "' is one word too many";
    }
    String message = String.valueOf(e.getMessage());
    return message.isEmpty()
        ? "this cannot be understood"
        : Character.toLowerCase(message.charAt(0)) + message.substring(1);
  }

  private static List<String> suggestions(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return List.of();
    }
    String typed = unmatched.getUnmatched().getFirst();
    CommandLine command = e.getCommandLine();
    var known =
        typed.startsWith("-")
            ? command.getCommandSpec().optionsMap().keySet()
            : command.getSubcommands().keySet();
    List<String> near = Nearest.of(typed, known);
    return near.isEmpty() ? List.of() : List.of("did you mean: " + String.join(", ", near));
  }
}
