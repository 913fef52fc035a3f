package dev.holdfast.cli.notify;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.ServerChoice;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes a sink. */
@Command(
    name = "set",
    header = "Change a sink.",
    description =
        "%nWhat is not given stays as it is. What waits for the sink is tried again at once.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast notify sink set ops --level error --kind ''",
      "  ./holdfast notify sink set ops --set token= --set-file ca=ca.pem",
      "  ./holdfast notify sink set ops --disable"
    })
final class SinkSetCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private ServerChoice servers = new ServerChoice();
  @Mixin private SinkOptions content = new SinkOptions();

  @Parameters(paramLabel = "NAME", description = "The sink.")
  private String name = "";

  @Option(
      names = "--enable",
      order = 7,
      description = "Send events to it again, first those that wait.")
  private boolean enable;

  @Option(
      names = "--disable",
      order = 8,
      description = "Send nothing to it; events that happen meanwhile are not kept for it.")
  private boolean disable;

  @Override
  public Integer call() {
    @Nullable Boolean enabled = enable == disable ? null : Boolean.valueOf(enable);
    try (ApiClient api = servers.api(options)) {
      return new SinkViews(api, options.output())
          .set(name, enabled, new SinkContent(content, servers.names()), options.surroundings());
    }
  }
}
