package dev.holdfast.activities.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.sync.SyncEntry;
import dev.holdfast.schemas.transfer.RemotePath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Reads the list of what a tree is to hold. */
final class Manifest {
  private Manifest() {}

  /**
   * Its entries, in their order.
   *
   * @throws IllegalArgumentException with the line that cannot be right
   */
  static List<TreeEntry> read(InputStream bytes) throws IOException {
    List<TreeEntry> entries = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Set<String> directories = new HashSet<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        try {
          TreeEntry entry = entry(JsonPayloads.mapper().readValue(line, SyncEntry.class));
          int slash = entry.path().lastIndexOf('/');
          if (!seen.add(entry.path())) {
            throw new IllegalArgumentException("the path is there twice");
          }
          if (slash >= 0 && !directories.contains(entry.path().substring(0, slash))) {
            throw new IllegalArgumentException("its directory is not there before it");
          }
          if (entry.isDirectory()) {
            directories.add(entry.path());
          }
          entries.add(entry);
        } catch (JsonProcessingException | IllegalArgumentException | NullPointerException e) {
          throw new IllegalArgumentException(
              "line %d of the manifest: %s".formatted(entries.size() + 1, e.getMessage()), e);
        }
      }
    }
    return entries;
  }

  private static TreeEntry entry(SyncEntry line) {
    String path = Objects.requireNonNull(line.path(), "path is missing");
    if (path.startsWith("/") || path.endsWith("/") || path.isEmpty() || path.contains("//")) {
      throw new IllegalArgumentException("'" + path + "' is not a path below the directory");
    }
    // A line break is allowed here, and nothing else that is not in other paths.
    RemotePath.checked("path", "/" + path.replace('\n', ' '));
    char type =
        switch (Objects.requireNonNull(line.type(), "type is missing")) {
          case "file" -> 'f';
          case "directory" -> 'd';
          case "link" -> 'l';
          default -> throw new IllegalArgumentException("there is no type " + line.type());
        };
    String target =
        type == 'l' ? Objects.requireNonNull(line.target(), "the target of a link is missing") : "";
    if (target.indexOf('\0') >= 0 || (type == 'l' && target.isEmpty())) {
      throw new IllegalArgumentException("nothing can link to '" + target + "'");
    }
    String sha256 = type == 'f' ? Objects.requireNonNull(line.sha256(), "sha256 is missing") : null;
    if ((sha256 != null && !sha256.matches("[0-9a-f]{64}")) || line.size() < 0) {
      throw new IllegalArgumentException("the size or SHA-256 of '" + path + "' cannot be right");
    }
    String mode = type == 'l' ? "777" : Objects.requireNonNull(line.mode(), "mode is missing");
    return new TreeEntry(
        TreeEntry.raw(path),
        type,
        Integer.parseInt(mode, 8) & 0777,
        line.size(),
        line.modifiedAt(),
        "",
        "",
        TreeEntry.raw(target),
        sha256);
  }
}
