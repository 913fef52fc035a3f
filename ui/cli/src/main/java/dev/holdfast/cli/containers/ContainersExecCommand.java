package dev.holdfast.cli.containers;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.operation.DurationConverter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a command in a container. */
@Command(
    name = "exec",
    header = "Run a command in a container.",
    description = {
      "%nOnce on each server, through the journal like every command: it is the operation exec with"
          + " 'docker exec NAME COMMAND', and the command policy is asked about that. With Podman it"
          + " needs the package podman-docker on the server, and --sudo.%n"
    },
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast containers exec env=prod web -- nginx -t")
final class ContainersExecCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "The container, or its id.")
  private String name = "";

  @Parameters(
      index = "2..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "After --: a program in the container, and its arguments.")
  private List<String> command = List.of();

  @Option(
      names = "--sudo",
      order = 1,
      description = "As root on the server, where its login user may not use the engine.")
  private boolean sudo;

  @Option(
      names = "--user",
      paramLabel = "U",
      order = 2,
      description = "As this user of the container.")
  private @Nullable String user;

  @Option(
      names = "--timeout",
      paramLabel = "D",
      converter = DurationConverter.class,
      order = 3,
      description = "After which it is not waited for any more (default: 5m).")
  private @Nullable Duration timeout;

  @Override
  public Integer call() {
    return ContainerViews.exec(options, platform, selector, name, command, sudo, user, timeout);
  }
}
