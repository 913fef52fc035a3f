package dev.holdfast.cli.operation;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one command on many servers. */
@Command(
    name = "exec",
    header = "Run a command or a script on servers, and show its output.",
    customSynopsis = {
      "./holdfast exec SELECTOR [OPTIONS] -- COMMAND [ARGUMENT...]",
      "       ./holdfast exec SELECTOR [OPTIONS] --command LINE --command LINE ...",
      "       ./holdfast exec SELECTOR [OPTIONS] --script FILE",
    },
    description = {
      "%nStarts it at most once on each server, whatever dies on the way (again only with --retries),"
          + " and keeps the output. One"
          + " word after -- is a line for the server's sh, with pipes and variables; several words"
          + " are a program and its arguments, which arrive exactly as they are. Ctrl-C ends it on"
          + " the servers, too.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  How long each server has been up; it changes nothing, so it may be fast:",
      "    ./holdfast exec all --read-only -- uptime",
      "  A shell line as root, with a limit of ten minutes:",
      "    ./holdfast exec env=prod --sudo --timeout 10m -- \\",
      "      'apt-get update && apt-get -y upgrade'",
      "  Two commands, the second only where the first succeeded:",
      "    ./holdfast exec lb-1 --sudo --command 'nginx -t' \\",
      "      --command 'systemctl reload nginx'",
      "  A script from a file, which its #! line gives to Python, with arguments:",
      "    ./holdfast exec web-1 --script check.py --env STAGE=prod -- --verbose /srv",
      "  Wait until a service answers, two minutes at most:",
      "    ./holdfast exec web-1 --read-only --retries 24 --retry-delay 5s -- \\",
      "      curl -fsS localhost",
      "  Once more where it failed:",
      "    ./holdfast exec all --on-failed-of op-01 --sudo -- apt-get update",
      "  The result for a program:",
      "    ./holdfast exec all --read-only -o json -- df -h /"
    })
public final class ExecCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(
      index = "0",
      paramLabel = "SELECTOR",
      description =
          "Which servers: names, label=value, !not, joined by , (and) or | (or), with * and ? in them;"
              + " or all.")
  private String selector = "";

  @Parameters(
      index = "1..*",
      paramLabel = "COMMAND",
      description = "What to run, after --; with --script the script's arguments.")
  private List<String> command = List.of();

  @Option(
      names = "--command",
      paramLabel = "LINE",
      order = 0,
      description =
          "A line for sh; may be given again. They are run one after the other on each server until"
              + " one fails, each with an output and a result of its own.")
  private List<String> lines = new ArrayList<>();

  @Option(
      names = "--script",
      paramLabel = "FILE",
      order = 1,
      description = "Run this script instead of a command; - reads standard input.")
  private @Nullable String script;

  @Option(
      names = "--interpreter",
      paramLabel = "PROGRAM",
      order = 2,
      description =
          "What reads the script, such as bash or python3 (default: what its first line names after"
              + " #!, else sh).")
  private @Nullable String interpreter;

  @Option(names = "--sudo", order = 3, description = "Run it as root.")
  private boolean sudo;

  @Option(
      names = "--user",
      paramLabel = "USER",
      order = 4,
      description = "Run it as this user of the server (default: the login user).")
  private @Nullable String user;

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      order = 5,
      description = "Set a variable for it; may be given again.")
  private Map<String, String> env = new LinkedHashMap<>();

  @Option(
      names = "--cwd",
      paramLabel = "DIR",
      order = 6,
      description = "Run it in this directory (default: where a login starts; --user: its home).")
  private @Nullable String directory;

  @Option(
      names = "--timeout",
      paramLabel = "D",
      order = 7,
      converter = DurationConverter.class,
      description = "End each command after this time, such as 30s, 10m or 2h (default: 5m).")
  private @Nullable Duration timeout;

  @Option(
      names = "--read-only",
      order = 8,
      description =
          "It changes nothing: faster, and 50 servers at a time. It takes no lease, and is simply"
              + " run again where the way to a server breaks.")
  private boolean readOnly;

  @Option(
      names = "--retries",
      paramLabel = "N",
      order = 9,
      description =
          "Start each command again up to N times on a server where it fails (default: never; and never where"
              + " nobody knows how far it came).")
  private @Nullable Integer retries;

  @Option(
      names = "--retry-delay",
      paramLabel = "D",
      order = 10,
      converter = DurationConverter.class,
      description = "Wait so long before each retry (default: 10s).")
  private @Nullable Duration retryDelay;

  @Option(
      names = "--on-failure",
      paramLabel = "LINE",
      order = 10,
      description =
          "A line for sh that is run once on each server where it has failed for good, such as"
              + " 'journalctl -n 50 -u app'. The exit code stays that of the command.")
  private @Nullable String onFailure;

  @Option(
      names = "--priority",
      paramLabel = "P",
      order = 11,
      description = "low, normal, high or critical (default: normal).")
  private @Nullable TypedPriority priority;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      order = 12,
      description = "Servers at the same time (default: 4; 50 with --read-only).")
  private @Nullable Integer concurrency;

  @Option(
      names = "--max-failures",
      paramLabel = FailureLimit.LABEL,
      order = 13,
      description = FailureLimit.OF_EXEC)
  private @Nullable String maxFailures;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      order = 14,
      description = "A repeated request with this key returns the first operation.")
  private @Nullable String idempotencyKey;

  @Mixin private WindowOption window = new WindowOption();
  @Mixin private FailedOf failedOf = new FailedOf();

  @Override
  public Integer call() {
    var what =
        new ExecRequest(
            selector,
            command,
            lines,
            script,
            interpreter,
            sudo,
            user,
            env,
            directory,
            timeout,
            readOnly,
            retries,
            retryDelay,
            onFailure,
            priority == null ? null : priority.name(),
            concurrency,
            maxFailures,
            window.hours);
    return ExecSession.run(options, platform, what, failedOf, idempotencyKey);
  }
}
