package dev.holdfast.cli.policy;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds a rule. */
@Command(
    name = "add",
    header = "Add a rule to the command policy; it is in force at once.",
    description = {
      "%nOnly administrators may. Which commands the rule is about is said in one of five ways: the"
          + " first words after --, --glob, --regex, --scripts or --everything.",
      "%nAn allow rule closes its scope: there, nothing may run that no allow rule names.",
      "%nAn operation such as lockdown is called run lockdown, a transfer copy PATH, fetch PATH or"
          + " sync PATH, and a login of ./holdfast ssh or mount is called ssh.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast policy add deny env=prod --reason 'ask ops' -- rm -rf",
      "  ./holdfast policy add deny all --by bob --sudo yes --everything",
      "  ./holdfast policy add allow role=web --by bob --glob 'systemctl * nginx'",
      "  ./holdfast policy add deny env=prod --scripts",
      "  ./holdfast policy add deny env=prod --by bob -- ssh",
      "  ./holdfast policy add deny env=prod --by bob -- run lockdown"
    })
final class PolicyAddCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "allow|deny", description = "What follows from a match.")
  private Effect effect = Effect.deny;

  @Parameters(
      index = "1",
      paramLabel = "SELECTOR",
      description = "The servers: names, label=value, !not, or all.")
  private String selector = "";

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "WORD",
      description = "After --: the program and first arguments, exactly.")
  private List<String> words = List.of();

  @Option(
      names = "--glob",
      paramLabel = "PATTERN",
      order = 1,
      description =
          "Word by word: * is any characters of one word, ? is one; * as the last word is one or"
              + " more words.")
  private @Nullable String glob;

  @Option(
      names = "--regex",
      paramLabel = "RE",
      order = 2,
      description = "The whole line, as an expression of RE2.")
  private @Nullable String regex;

  @Option(names = "--scripts", order = 3, description = "Scripts, and what a shell interprets.")
  private boolean scripts;

  @Option(
      names = "--interpreter",
      paramLabel = "I",
      order = 4,
      description = "Only scripts of this interpreter, such as python3.")
  private @Nullable String interpreter;

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      order = 5,
      description = "Only the script with this SHA-256.")
  private @Nullable String sha256;

  @Option(names = "--everything", order = 6, description = "Every command and script.")
  private boolean everything;

  @Option(
      names = "--operation",
      paramLabel = "TYPE",
      order = 10,
      description = "Only in this operation, such as exec (default: any).")
  private @Nullable String operation;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      order = 11,
      description = "Only what this user of Holdfast asks for (default: anybody).")
  private @Nullable String user;

  @Option(names = "--user", hidden = true, description = "What --by was called before.")
  void formerly(String name) {
    user = name;
  }

  @Option(
      names = "--sudo",
      paramLabel = "yes|no",
      order = 12,
      description =
          "yes: only with root's rights, by sudo or a login as root; no: only without"
              + " (default: both).")
  private @Nullable Answer sudo;

  @Option(
      names = "--shell",
      order = 13,
      description = "An allow rule with --glob or --regex also takes shell text.")
  private boolean shell;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      order = 14,
      description = "The message for a user who is refused.")
  private @Nullable String reason;

  @Option(
      names = "--force",
      order = 15,
      description = "Add it also if it names a user, server, label or operation that is unknown.")
  private boolean force;

  /** What follows. */
  enum Effect {
    allow,
    deny
  }

  /** With root's rights? */
  enum Answer {
    yes,
    no
  }

  @Override
  public Integer call() {
    TypedRule rule = rule();
    try (ApiClient api = platform.api(options)) {
      return new PolicyViews(api, options.output()).add(rule.json());
    }
  }

  private TypedRule rule() {
    boolean aboutScripts = scripts || interpreter != null || sha256 != null;
    int ways =
        (words.isEmpty() ? 0 : 1)
            + (glob == null ? 0 : 1)
            + (regex == null ? 0 : 1)
            + (aboutScripts ? 1 : 0)
            + (everything ? 1 : 0);
    if (ways != 1) {
      throw Failure.usage(
          ways == 0
              ? "nothing says which commands the rule is about"
              : "the rule says in more than one way which commands it is about",
          "give one of --glob, --regex, --scripts, --everything, or words after --");
    }
    return new TypedRule(
        effect.name(),
        selector,
        words,
        glob,
        regex,
        aboutScripts,
        interpreter,
        sha256,
        everything,
        operation,
        user,
        sudo == null ? null : sudo == Answer.yes,
        shell,
        reason,
        force);
  }
}
