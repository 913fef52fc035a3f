package dev.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the garbage collector of a Go program takes from now on, by the lines that it writes to its
 * log where it was started with {@code GODEBUG=gctrace=1}. Not thread-safe.
 */
final class GoCollections {
  /** {@code gc 7 @3.1s 2%: … ms clock, 0.02+0.3/1.1/0.4+0.01 ms cpu, …}, as the Go runtime says. */
  private static final Pattern LINE =
      Pattern.compile("gc \\d+ @[0-9.]+s \\d+%: \\S+ ms clock, ([0-9.+/]+) ms cpu,");

  private static final Pattern PARTS = Pattern.compile("[+/]");

  private final Path log;
  private final Path rotated;
  private String lastRotated;
  private long read;
  private double millis;

  GoCollections(Path log) {
    this.log = log;
    this.rotated = log.resolveSibling(log.getFileName() + ".1");
    this.lastRotated = state(rotated);
    this.read = Files.exists(log) ? size(log) : 0;
  }

  /**
   * The process time of all collections that have ended, in milliseconds: also what processors did
   * for them that had nothing else to do. 0 where the program writes no such lines.
   */
  double cpuMillis() {
    String state = state(rotated);
    if (!state.equals(lastRotated)) {
      // The beginning of the log lies beside it by now.
      lastRotated = state;
      count(rotated);
      read = 0;
    }
    count(log);
    return millis;
  }

  private void count(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, channel.size() - read));
      while (bytes.hasRemaining() && channel.read(bytes, read + bytes.position()) > 0) {}
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
      // Its last line may not be whole yet.
      int whole = text.lastIndexOf('\n') + 1;
      Matcher collection = LINE.matcher(text.substring(0, whole));
      while (collection.find()) {
        millis += PARTS.splitAsStream(collection.group(1)).mapToDouble(Double::parseDouble).sum();
      }
      read += whole;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is another for another file. */
  private static String state(Path file) {
    try {
      return Files.exists(file) ? Files.getLastModifiedTime(file) + " " + size(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
