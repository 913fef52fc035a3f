package dev.holdfast.cli.audit;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.NewFile;
import dev.holdfast.cli.Pages;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Writes the audit to a new file, which appears when it is complete. */
final class AuditExport {
  private final ApiClient api;

  AuditExport(ApiClient api) {
    this.api = api;
  }

  /** Writes the records of a list; returns how many. */
  long records(String path, Path target) throws IOException {
    return write(target, lines -> records(path, lines));
  }

  /** Writes the chain; returns how many entries it has. */
  long chain(Path target) throws IOException {
    return write(target, this::chained);
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

  private long records(String path, BufferedWriter lines) throws IOException {
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
  private long chained(BufferedWriter lines) throws IOException {
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
