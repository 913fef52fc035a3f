package dev.holdfast.e2e;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Texts that are in nothing but what they were planted in, and the search for them. */
final class Canaries {
  /** What holds keys, by design, or is the test's own. */
  private static final List<String> KEEPERS = List.of("keys/", "lab/", "bin/", "cli.json");

  private final Map<String, List<String>> forms = new LinkedHashMap<>();
  private final List<String> looked = new ArrayList<>();

  /** A new one. */
  String plant(String what) {
    String text = "kanari" + UUID.randomUUID().toString().replace("-", "");
    add(what, text);
    return text;
  }

  /** One that is there already. */
  void add(String what, String text) {
    forms.put(what, forms(text));
  }

  /** What was searched so far. */
  List<String> looked() {
    return looked;
  }

  /** Which ones stand where in the files of a home and in its processes. */
  List<String> found(Path root) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files(root)) {
      String name = root.relativize(file).toString();
      if (KEEPERS.stream().noneMatch(name::startsWith)) {
        look(name, file, found);
      }
    }
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : processes.filter(p -> ofPlatform(p, root)).toList()) {
        look("arguments of " + process, process.resolve("cmdline"), found);
        look("environment of " + process, process.resolve("environ"), found);
      }
    }
    return found;
  }

  /** Which of some stand in a text. */
  List<String> in(String name, String text, List<String> which) {
    looked.add(name);
    return which.stream()
        .filter(what -> forms.getOrDefault(what, List.of()).stream().anyMatch(text::contains))
        .map(what -> what + " in " + name)
        .toList();
  }

  /** A running database removes files while one looks. */
  private static List<Path> files(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    Path _ =
        Files.walkFileTree(
            root,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                  files.add(file);
                }
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                  return FileVisitResult.CONTINUE;
                }
                throw e;
              }

              @Override
              public FileVisitResult postVisitDirectory(Path directory, IOException e) {
                return FileVisitResult.CONTINUE;
              }
            });
    return files;
  }

  private static boolean ofPlatform(Path process, Path root) {
    if (!process.getFileName().toString().matches("[0-9]+")
        || process.getFileName().toString().equals(Long.toString(ProcessHandle.current().pid()))) {
      return false;
    }
    try {
      return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1)
              .contains(root.toString())
          || Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
              .contains(root.toString());
    } catch (IOException gone) {
      return false;
    }
  }

  private void look(String name, Path file, List<String> found) throws IOException {
    String text;
    try {
      text = read(file);
    } catch (IOException e) {
      // A process that ends is read as another error than a file that goes.
      if (Files.exists(file)) {
        throw e;
      }
      return;
    }
    found.addAll(in(name, text, List.copyOf(forms.keySet())));
  }

  /** As it is, in hexadecimal, and as base64 in each of its three alignments. */
  private static List<String> forms(String canary) {
    byte[] bytes = canary.getBytes(StandardCharsets.UTF_8);
    List<String> forms = new ArrayList<>(List.of(canary, HexFormat.of().formatHex(bytes)));
    for (int before = 0; before < 3; before++) {
      String shifted = "x".repeat(before) + canary;
      String encoded = Base64.getEncoder().encodeToString(shifted.getBytes(StandardCharsets.UTF_8));
      forms.add(encoded.substring(before == 0 ? 0 : 4, encoded.length() - 4));
    }
    return forms;
  }

  private static String read(Path file) throws IOException {
    if (Files.size(file) == 0) {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), 64 << 20));
      while (bytes.hasRemaining() && channel.read(bytes) > 0) {}
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }
  }
}
