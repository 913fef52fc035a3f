package dev.holdfast.cli.audit;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.NewFile;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.ServerChoice;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Writes records to a file. */
@Command(
    name = "export",
    header = "Write the audit to a file, one JSON document a line, oldest first.",
    description =
        "%nThe file appears when it is complete, readable by you alone; one that exists is left as it"
            + " is.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast audit export audit.jsonl",
      "  ./holdfast audit export web-1.jsonl --server web-1 --since 7d"
    })
final class AuditExportCommand implements Callable<Integer> {
  private static final int PAGE = 1000;

  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private ServerChoice server = new ServerChoice();
  @Mixin private AuditFilters filters = new AuditFilters();

  @Parameters(paramLabel = "FILE", description = "Where to.")
  private String file = "";

  @Override
  public Integer call() {
    Path target = target(file);
    String path = filters.path(server, "oldest", PAGE);
    Output output = options.output();
    try (ApiClient api = server.api(options)) {
      long records = export(api, path, target);
      if (output.json()) {
        output.document(
            Json.of(new TreeMap<>(Map.of("file", target.toString(), "records", records))));
      } else {
        output.message("Wrote " + records + " records to " + target + ".");
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

  private static long export(ApiClient api, String path, Path target) throws IOException {
    // Of mode 0600, as temporary files are.
    Path partial = Files.createTempFile(target.getParent(), ".holdfast-audit", ".partial");
    try {
      long records = 0;
      try (BufferedWriter writer = Files.newBufferedWriter(partial)) {
        String next = "";
        do {
          JsonNode page = api.get(next.isEmpty() ? path : path + "&cursor=" + Pages.encode(next));
          List<JsonNode> items = Json.list(page, "items");
          for (JsonNode record : items) {
            writer.write(record.toString());
            writer.write('\n');
          }
          records += items.size();
          next = Json.text(page, "next");
        } while (!next.isEmpty());
      }
      // Unlike a move, it never replaces what has come there meanwhile.
      new NewFile().put(partial, target);
      return records;
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
