package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a directory on servers like one here. */
@Command(
    name = "sync",
    header = "Make a directory on servers like one here.",
    description = {
      "%nWhat LOCAL holds goes into REMOTE: files with their permissions and times, directories with"
          + " their permissions, links as links. Each server is compared first, and only what"
          + " differs is sent: to a hidden directory, verified there by its SHA-256, then put in"
          + " place file by file. A sync that breaks continues where it was. What is on the servers"
          + " and not here stays, unless --delete is given.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  What would be done, on all servers with the label env=prod:",
      "    ./holdfast sync env=prod ./site /srv/www --delete --dry-run",
      "  A configuration directory as root, with its owner:",
      "    ./holdfast sync web-1 ./app /etc/app --sudo --owner root:app \\",
      "      --exclude '*.bak'"
    })
public final class SyncCommand implements Callable<Integer> {
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

  @Parameters(index = "1", paramLabel = "LOCAL", description = "The directory here.")
  private String local = "";

  @Parameters(
      index = "2",
      paramLabel = "REMOTE",
      description =
          "The absolute path of the directory on the servers; what LOCAL holds will be in it.")
  private String remote = "";

  @Option(
      names = "--delete",
      order = 1,
      description = "Remove what is on the servers and not here, but for what is excluded.")
  private boolean delete;

  @Option(
      names = "--checksum",
      order = 2,
      description = "Compare files by SHA-256 (default: by size and time).")
  private boolean checksum;

  @Option(
      names = "--dry-run",
      order = 3,
      description = "Show what would be done on each server, and do nothing.")
  private boolean dryRun;

  @Option(
      names = "--exclude",
      paramLabel = "PATTERN",
      order = 4,
      description =
          "Neither send nor remove this, as rsync reads it: a name or the end of a path, with *, **,"
              + " ? and [a-z]; /NAME only at the top, NAME/ only directories. Can be given again.")
  private List<String> exclude = List.of();

  @Option(
      names = "--owner",
      paramLabel = "USER[:GROUP]",
      order = 5,
      description = "The owner of all of it; needs --sudo (default: as what is replaced).")
  private @Nullable String owner;

  @Override
  public Integer call() {
    LocalTree tree = LocalTree.of(local, exclude);
    try (ApiClient api = platform.api(options)) {
      ObjectNode input =
          Json.object()
              .put("manifest", tree.store(api.files(), options.output()))
              .put("path", remote.replaceFirst("(?<=.)/+$", ""))
              .put("delete", delete)
              .put("checksum", checksum);
      ArrayNode globs = input.putArray("exclude");
      exclude.forEach(globs::add);
      if (owner != null) {
        input.put("owner", owner);
      }
      JsonNode body =
          transfer.request().body("sync", transfer.servers(api, selector), input, dryRun);
      Operation started = Operation.of(api.postOnce("/operations", body, transfer.key()));
      return new Watch(api, options.output(), options.surroundings()).toEnd(started.id());
    }
  }
}
