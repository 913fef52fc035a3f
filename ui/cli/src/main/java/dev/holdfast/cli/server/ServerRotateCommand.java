package dev.holdfast.cli.server;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.operation.StartOptions;
import dev.holdfast.cli.operation.StartedOperation;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Rotates what Holdfast logs in with: {@code run rotate-credentials} with its input as options. */
@Command(
    name = "rotate",
    header = "Give servers new login keys, sudo passwords or host keys.",
    description = {
      "%nShort for ./holdfast run rotate-credentials. Each server gets a key or a password of its"
          + " own, which the platform makes and nobody sees. The old one is removed only after a"
          + " new connection has proven the new one.%n",
      "Host keys are how a server proves who it is. New ones are pinned in Holdfast, and nowhere"
          + " else; ./holdfast ops undo puts the old ones back.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  See what it would change:",
      "    ./holdfast server rotate env=prod --login-key --dry-run --follow",
      "  Rotate both on one server, without asking:",
      "    ./holdfast server rotate web-1 --login-key --sudo-password --approve \\",
      "        --follow"
    })
public final class ServerRotateCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Option(names = "--login-key", order = 1, description = "The key that Holdfast logs in with.")
  private boolean loginKey;

  @Option(
      names = "--sudo-password",
      order = 2,
      description = "The password of the login user, which Holdfast types for sudo.")
  private boolean sudoPassword;

  @Option(
      names = "--host-keys",
      order = 3,
      description = "The keys by which the server proves who it is.")
  private boolean hostKeys;

  @Mixin private StartOptions start = new StartOptions();

  @Override
  public Integer call() {
    ObjectNode input = Json.object();
    ArrayNode credentials = input.putArray("rotate");
    if (loginKey) {
      credentials.add("login-key");
    }
    if (sudoPassword) {
      credentials.add("sudo-password");
    }
    if (hostKeys) {
      credentials.add("host-keys");
    }
    if (credentials.isEmpty()) {
      throw new Failure(
          ExitCode.USAGE,
          "nothing says what is to be rotated",
          List.of("Name --login-key, --sudo-password or --host-keys, or several."),
          "./holdfast server rotate %s --login-key --dry-run".formatted(selector));
    }
    return StartedOperation.run(options, platform, start, "rotate-credentials", selector, input);
  }
}
