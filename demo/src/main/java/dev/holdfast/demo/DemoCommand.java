package dev.holdfast.demo;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.lab.Consent;
import dev.holdfast.lab.DockerEngine;
import dev.holdfast.lab.Lab;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.node.ObjectNode;

/** {@code demo}: the whole story on lab servers; every claim is checked where it is made. */
@Command(
    name = "demo",
    header = "The whole story on lab servers, in about a minute.",
    description = {
      "%nStarts the platform and bare Debian servers in containers, sets them up, locks them down,",
      "kills the worker in the middle of it, and shows that nothing is lost, done twice or locked",
      "out. The platform stays up, and you are told where to look."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast demo",
      "  ./holdfast demo --servers 5 --yes   also where nobody can be asked"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final int MOST_SERVERS = 10;

  private final Supplier<DemoPlatform> platforms;

  @Mixin private OutputOptions options = new OutputOptions();

  @Option(
      names = "--servers",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many lab servers (default: ${DEFAULT-VALUE}).")
  private int servers;

  @Option(names = "--yes", description = "Install and start Docker here if there is none.")
  private boolean yes;

  /**
   * @param platforms finds the platform of this machine when the demo begins
   */
  public DemoCommand(Supplier<DemoPlatform> platforms) {
    this.platforms = platforms;
  }

  @Override
  public Integer call() throws Exception {
    if (servers < 1 || servers > MOST_SERVERS) {
      throw new ParameterException(
          options.command().commandLine(),
          "--servers: give a number from 1 to %d, not %d".formatted(MOST_SERVERS, servers));
    }
    Output output = options.output();
    DemoPlatform platform = platforms.get();
    Story story = new Story(output);
    ObjectNode evidence = Json.object();
    try (DockerEngine engine = DockerEngine.connect(platform.home(), Consent.of(yes), story::say)) {
      Lab lab = Lab.of(platform.home(), engine, story::say);
      Acts acts = new Acts(platform, lab, story, servers, evidence);
      ProcessHandle worker = acts.platformUp();
      try (ApiClient api = ApiClient.connect(options.surroundings(), null)) {
        acts.play(api, worker, output);
      }
    } catch (Untrue untrue) {
      throw new Failure(
          ExitCode.FAILED,
          String.valueOf(untrue.getMessage()),
          List.of(),
          "the platform is left as it is; look at it: ./holdfast status, ./holdfast ops list");
    }
    if (output.json()) {
      output.document(evidence);
    }
    return ExitCode.DONE.code();
  }
}
