package dev.holdfast.cli.shell;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes completion scripts from the tree of commands. */
final class CompletionScript {
  private static final String NAME = "holdfast";

  /** Names come from the platform, and what bash takes for the word is not split at = or :. */
  private static final String NAMES =
      """

      _holdfast_names() {
        _complete_holdfast
        local line=${COMP_LINE:0:COMP_POINT} cur=${COMP_WORDS[COMP_CWORD]} word name
        word=${line##* }
        case $word in
          -*) return 0 ;;
        esac
        while IFS= read -r name; do
          COMPREPLY+=("${name#"${word%"$cur"}"}")
        done < <("${COMP_WORDS[0]}" __complete -- "$line" 2>/dev/null)
      }
      complete -o default -F _holdfast_names holdfast ./holdfast
      """;

  private static final String NAMES_IN_FISH =
      """
      function __holdfast_names
        set -l line (commandline -cp)
        eval (string split -m 1 ' ' -- $line)[1] __complete -- (string escape -- $line) 2>/dev/null
      end
      complete -c holdfast -n 'not __fish_use_subcommand' -a '(__holdfast_names)'
      """;

  private CompletionScript() {}

  static String of(CompletionCommand.Shell shell, CommandSpec root) {
    return switch (shell) {
      case bash -> AutoComplete.bash(NAME, root.commandLine()) + NAMES;
      case zsh ->
          "autoload -U +X compinit && compinit\n"
              + AutoComplete.bash(NAME, root.commandLine())
              + NAMES;
      case fish -> fish(root);
    };
  }

  private static String fish(CommandSpec root) {
    StringBuilder script = new StringBuilder("complete -c " + NAME + " -f\n");
    fish(root, "", script);
    return script.append(NAMES_IN_FISH).toString().stripTrailing();
  }

  private static void fish(CommandSpec command, String path, StringBuilder script) {
    StringBuilder names = new StringBuilder();
    command.subcommands().keySet().forEach(name -> names.append(' ').append(name));
    String here = path.isEmpty() ? "__fish_use_subcommand" : seen(path);
    String choosing =
        path.isEmpty() || names.isEmpty()
            ? here
            : here + "; and not __fish_seen_subcommand_from" + names;
    for (CommandLine sub : command.subcommands().values()) {
      CommandSpec spec = sub.getCommandSpec();
      if (spec.usageMessage().hidden()) {
        continue;
      }
      script
          .append("complete -c ")
          .append(NAME)
          .append(" -n ")
          .append(quote(choosing))
          .append(" -a ")
          .append(spec.name())
          .append(" -d ")
          .append(quote(first(spec.usageMessage().header())))
          .append('\n');
      fish(spec, path.isEmpty() ? spec.name() : path + " " + spec.name(), script);
    }
    for (OptionSpec option : command.options()) {
      script.append("complete -c ").append(NAME).append(" -n ").append(quote(here));
      for (String name : option.names()) {
        script.append(
            name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
      }
      if (option.arity().max() > 0) {
        script.append(option.paramLabel().equals("FILE") ? " -r -F" : " -x");
      }
      script.append(" -d ").append(quote(first(option.description()))).append('\n');
    }
  }

  private static String seen(String path) {
    StringBuilder condition = new StringBuilder();
    for (String word : path.split(" ", -1)) {
      condition
          .append(condition.isEmpty() ? "" : "; and ")
          .append("__fish_seen_subcommand_from ")
          .append(word);
    }
    return condition.toString();
  }

  private static String first(String[] lines) {
    return lines.length == 0 ? "" : lines[0];
  }

  private static String quote(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
