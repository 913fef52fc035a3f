package dev.holdfast.cli.stack;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.operation.StartOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deploys a stack: {@code run deploy-stack} with its file as the input. */
@Command(
    name = "deploy",
    header = "Deploy a stack of containers on servers.",
    description = {
      "%nMakes the networks, volumes and containers that the file names, hardened, and waits until"
          + " each tool is healthy. A tool whose new version does not get healthy is put back to the"
          + " old one. What is as the file says stays as it is. So does a tool whose volume"
          + " TOOL-data is there already, unless you redeploy it.%n",
      "A file; docs/stacks.md has what else it can say:%n",
      "  stack: shop",
      "  tools:",
      "    web:",
      "      image: registry.example.com/web@sha256:...",
      "      ports: [\"8080:8080\"]",
      "      healthcheck: wget -q -O /dev/null http://127.0.0.1:8080/%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  Show what would change, and change nothing:",
      "    ./holdfast stack deploy shop.yaml env=prod --dry-run --follow",
      "  Deploy stack.yaml of a directory, asking first:",
      "    ./holdfast stack deploy ./shop env=prod --follow",
      "  One server first, then all of them; shop.yaml of a directory:",
      "    ./holdfast stack deploy ./stacks env=prod --stack shop --wave 1,100%% \\",
      "      --approve --follow",
      "  A directory with stacks.json and configs, data that is there included:",
      "    ./holdfast stack deploy ./tools web-1 --stack siem --redeploy --follow"
    })
final class StackDeployCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "The stack's file, a Compose file, or a directory with one or stacks.json.")
  private Path path = Path.of("");

  @Parameters(index = "1", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Option(
      names = "--stack",
      paramLabel = "NAME",
      order = 1,
      description = "NAME.yaml of the directory, or NAME in it; a Compose file's stack.")
  private @Nullable String stack;

  @Option(
      names = "--redeploy",
      order = 2,
      description = "Deploy tools whose data is there already, too.")
  private boolean redeploy;

  @Mixin private StartOptions start = new StartOptions();

  @Override
  public Integer call() {
    return new StackDeployRequest(options, platform, start, path, selector).run(stack, redeploy);
  }
}
