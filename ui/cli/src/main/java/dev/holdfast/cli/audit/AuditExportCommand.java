package dev.holdfast.cli.audit;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.ServerChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes records to a file. */
@Command(
    name = "export",
    header = "Write the audit to a file, one JSON document a line, oldest first.",
    description =
        "%nThe file appears when it is complete, readable by you alone; one that exists is left as it"
            + " is. With --chain it is the whole audit as a chain of hashes, which audit verify"
            + " checks anywhere.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast audit export audit.jsonl",
      "  ./holdfast audit export web-1.jsonl --server web-1 --since 7d",
      "  ./holdfast audit export chain.jsonl --chain"
    })
final class AuditExportCommand implements Callable<Integer> {
  private static final int PAGE = 1000;

  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private ServerChoice server = new ServerChoice();
  @Mixin private AuditFilters filters = new AuditFilters();

  @Parameters(paramLabel = "FILE", description = "Where to.")
  private String file = "";

  @Option(
      names = "--chain",
      order = 20,
      description = "Write all of it as a chain that can be verified; takes no filter.")
  private boolean chain;

  @Override
  public Integer call() {
    if (chain && filters.any(server)) {
      throw Failure.usage(
          "a chain is whole, and --chain takes no filter", "leave out --server and the others");
    }
    Path target = target(file);
    String path = filters.path(server, "oldest", PAGE);
    Output output = options.output();
    try (ApiClient api = server.api(options)) {
      AuditExport export = new AuditExport(api);
      long records = chain ? export.chain(target) : export.records(path, target);
      if (output.json()) {
        output.document(
            Json.of(new TreeMap<>(Map.of("file", target.toString(), "records", records))));
      } else {
        output.message(
            "Wrote " + records + (chain ? " entries" : " records") + " to " + target + ".");
      }
      return ExitCode.DONE.code();
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED,
          target + " cannot be written: " + e.getMessage(),
          "choose a directory that you may write to, with room in it");
    }
  }

  private static Path target(String file) {
    Path target;
    try {
      target = Path.of(file).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw Failure.usage("'" + file + "' is not the path of a file", "name a new file");
    }
    if (Files.exists(target)) {
      throw Failure.usage(target + " exists", "name a new file, or remove that one first");
    }
    if (target.getParent() == null || !Files.isDirectory(target.getParent())) {
      throw Failure.usage("the directory of " + target + " does not exist", "make it first");
    }
    return target;
  }
}
