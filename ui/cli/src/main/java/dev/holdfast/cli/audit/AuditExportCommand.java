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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

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
      long records =
          write(target, lines -> chain ? chained(api, lines) : records(api, path, lines));
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

  @FunctionalInterface
  private interface Lines {
    long write(BufferedWriter lines) throws IOException;
  }

  private static long write(Path target, Lines content) throws IOException {
    // Of mode 0600, as temporary files are.
    Path partial = Files.createTempFile(target.getParent(), ".holdfast-audit", ".partial");
    try {
      long records;
      try (BufferedWriter writer = Files.newBufferedWriter(partial)) {
        records = content.write(writer);
      }
      // Unlike a move, it never replaces what has come there meanwhile.
      new NewFile().put(partial, target);
      return records;
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static long records(ApiClient api, String path, BufferedWriter lines) throws IOException {
    long records = 0;
    String next = "";
    do {
      JsonNode page = api.get(next.isEmpty() ? path : path + "&cursor=" + Pages.encode(next));
      List<JsonNode> items = Json.list(page, "items");
      for (JsonNode record : items) {
        line(lines, record);
      }
      records += items.size();
      next = Json.text(page, "next");
    } while (!next.isEmpty());
    return records;
  }

  /** The head first: whoever checks the entries has the checkpoints by then. */
  private static long chained(ApiClient api, BufferedWriter lines) throws IOException {
    AuditChainPages chain = new AuditChainPages(api);
    api.post("/audit/checkpoints", Json.object());
    line(lines, chain.head());
    long[] entries = {0};
    try {
      chain.entries(entry -> {
        entries[0]++;
        try {
          line(lines, entry);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return entries[0];
  }

  private static void line(BufferedWriter lines, JsonNode document) throws IOException {
    lines.write(document.toString());
    lines.write('\n');
  }
}
