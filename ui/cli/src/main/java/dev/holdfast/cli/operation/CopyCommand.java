package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Copies a file to servers. */
@Command(
    name = "copy",
    header = "Copy a file to servers.",
    description = {
      "%nThe file goes to the platform first, and from there to the servers: to a hidden file beside"
          + " its target, verified there by its SHA-256, then put in place at once. What breaks on"
          + " the way continues where it was, and until the end what is there stays. A file that is"
          + " in place already is skipped.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  A release to all servers with the label env=prod:",
      "    ./holdfast copy env=prod release.tar.gz /srv/app/release.tar.gz",
      "  A configuration file as root, with its mode and owner:",
      "    ./holdfast copy web-1 app.conf /etc/app.conf --sudo --mode 0640 \\",
      "      --owner root:app"
    })
public final class CopyCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();
  @Mixin private TransferOptions transfer = new TransferOptions();

  @Parameters(
      index = "0",
      paramLabel = "SELECTOR",
      description =
          "Which servers: names, label=value, !not, joined by , (and) or | (or), with * and ? in them;"
              + " or all.")
  private String selector = "";

  @Parameters(index = "1", paramLabel = "LOCAL", description = "The file here.")
  private String local = "";

  @Parameters(
      index = "2",
      paramLabel = "REMOTE",
      description =
          "The absolute path of the file on the servers; with / at its end the directory for it.")
  private String remote = "";

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      order = 1,
      description =
          "Permissions in octal (default: those of the file that is replaced, or of LOCAL).")
  private @Nullable String mode;

  @Option(
      names = "--owner",
      paramLabel = "USER[:GROUP]",
      order = 2,
      description = "Its owner; needs --sudo (default: as the file that is replaced).")
  private @Nullable String owner;

  @Override
  public Integer call() {
    LocalSource source =
        LocalSource.of(local, "./holdfast sync %s %s %s".formatted(selector, local, remote));
    try (ApiClient api = platform.api(options)) {
      ObjectNode input =
          Json.object()
              .put("file", source.store(api.files(), options.output()))
              .put("path", remote.endsWith("/") ? remote + source.path().getFileName() : remote)
              .put("newMode", source.mode());
      if (mode != null) {
        input.put("mode", mode);
      }
      if (owner != null) {
        input.put("owner", owner);
      }
      Operation started =
          Operation.of(
              api.postOnce(
                  "/operations",
                  transfer.request().body("copy", transfer.servers(api, selector), input),
                  transfer.key()));
      return new Watch(api, options.output(), options.surroundings()).toEnd(started.id());
    }
  }
}
