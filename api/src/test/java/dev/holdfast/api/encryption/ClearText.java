package dev.holdfast.api.encryption;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** Looks for planted texts in a database: in every row of it, and in the bytes of its files. */
public final class ClearText {
  private static final int BUFFER = 1 << 20;
  private static final int OVERLAP = 256;

  private final Jdbi jdbi;
  private final String marker;
  private final Pattern planted;

  /**
   * @param marker with which every planted text begins
   */
  public ClearText(Jdbi jdbi, String marker) {
    this.jdbi = jdbi;
    this.marker = marker;
    this.planted = Pattern.compile(Pattern.quote(marker) + "[a-z-]*");
  }

  /** Which planted texts stand in which tables, as text, in hexadecimal or in base64. */
  public Set<String> inTables() {
    Set<String> found = new TreeSet<>();
    jdbi.useHandle(handle -> {
      List<String> tables =
          handle
              .createQuery("select tablename from pg_tables where schemaname = 'public'")
              .mapTo(String.class)
              .list();
      for (String table : tables) {
        handle
            .createQuery("select cast(t as text) from %s t".formatted(table))
            .mapTo(String.class)
            .forEach(row -> found(row).forEach(text -> found.add(table + ": " + text)));
      }
    });
    return found;
  }

  private Set<String> found(String row) {
    Set<String> found = new TreeSet<>(in(row));
    byte[] bytes = marker.getBytes(StandardCharsets.UTF_8);
    if (row.contains(HexFormat.of().formatHex(bytes))) {
      found.add("in hexadecimal");
    }
    if (row.contains(Base64.getEncoder().withoutPadding().encodeToString(bytes).substring(0, 20))) {
      found.add("in base64");
    }
    return found;
  }

  private Set<String> in(String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = planted.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group().substring(marker.length()));
    }
    return found;
  }

  /** Which planted texts stand in which files of the data directory, the write-ahead log too. */
  Set<String> inFiles(String under) throws IOException {
    Path data =
        Path.of(
            jdbi.withHandle(
                handle -> handle.createQuery("show data_directory").mapTo(String.class).one()),
            under);
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        for (String text : in(file)) {
          found.add(data.relativize(file) + ": " + text);
        }
      }
    }
    return found;
  }

  private Set<String> in(Path file) throws IOException {
    Set<String> found = new TreeSet<>();
    try (InputStream in = Files.newInputStream(file)) {
      String before = "";
      for (byte[] next = in.readNBytes(BUFFER); next.length > 0; next = in.readNBytes(BUFFER)) {
        String text = before + new String(next, StandardCharsets.ISO_8859_1);
        found.addAll(in(text));
        before = text.substring(Math.max(0, text.length() - OVERLAP));
      }
    } catch (NoSuchFileException e) {
      // Removed meanwhile, as a segment of the log may be.
    }
    return found;
  }
}
