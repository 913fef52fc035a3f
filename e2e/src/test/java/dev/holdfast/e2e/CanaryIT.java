package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.lab.Consent;
import dev.holdfast.lab.DockerEngine;
import dev.holdfast.lab.Lab;
import dev.holdfast.standalone.home.Json;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is secret is planted everywhere that takes it, and looked for everywhere that it must not
 * be: the logs of every part, the files of the databases with their write-ahead log, and the
 * arguments and environments of processes.
 */
final class CanaryIT {
  /** What holds keys, by design, or is the test's own. */
  private static final List<String> KEEPERS = List.of("keys/", "lab/", "bin/", "cli.json");

  private final Map<String, String> canaries = new LinkedHashMap<>();

  @Test
  void shouldLeaveNothingThatIsSecretInLogsDatabasesOrProcesses(@TempDir Path directory)
      throws Exception {
    StandaloneProcess holdfast = EndToEnd.platform(directory);
    try {
      StandaloneProcess.succeeded(holdfast.run("lab", "up", "--yes", "--servers", "1"));
      Path root = holdfast.home().root();
      Lab lab = Lab.of(root, DockerEngine.connect(root, Consent.of(true), line -> {}), line -> {});
      String server = lab.list().getFirst().name();
      plant(holdfast, server, directory);
      canaries.put("the private key", keyLine(lab.list().getFirst().keyFile()));
      canaries.put(
          "the launcher's token",
          Json.read(root.resolve("cli.json"), JsonNode.class).path("token").asText());

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

      assertThat(found).isEmpty();
      assertThat(looked)
          .as("what was looked at")
          .anyMatch(name -> name.startsWith("logs/"))
          .anyMatch(name -> name.contains("pg_wal"))
          .anyMatch(name -> name.contains("redis"))
          .anyMatch(name -> name.startsWith("arguments of"));
    } finally {
      holdfast.run("lab", "down");
      StandaloneProcess.succeeded(holdfast.run("down"));
    }
  }

  private final List<String> looked = new ArrayList<>();

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

  private void plant(StandaloneProcess holdfast, String server, Path directory) throws Exception {
    typing(holdfast, canary("a secret's value"), "secret", "set", "canary");
    typing(
        holdfast, canary("a sudo password"), "server", "set", server, "--sudo-password-file", "-");
    holdfast.run("user", "add", "carol");
    // As the rules for passwords want it.
    String password = "K!" + canary("a user's password");
    typing(holdfast, password + "\n" + password, "user", "password", "carol");
    StandaloneProcess.Result token = holdfast.run("token", "create", "ci", "-o", "json");
    StandaloneProcess.succeeded(token);
    canaries.put(
        "a token", new ObjectMapper().readTree(token.standardOutput()).path("token").asText());
    Path script = directory.resolve("script.sh");
    Files.writeString(script, "# " + canary("a script") + "\ntrue\n");
    Path content = directory.resolve("content");
    Files.writeString(content, canary("a file's content") + "\n");
    for (List<String> command :
        List.of(
            List.of("exec", server, "--env", "A=" + canary("a variable"), "--", "true"),
            List.of("exec", server, "--script", script.toString()),
            List.of("exec", server, "--", "echo", canary("an argument that is printed")),
            List.of("exec", server, "--read-only", "--", "echo", canary("an argument that reads")),
            List.of("exec", server, "--env", "S=secret://canary", "--", "test", "-n", "$S"),
            List.of("copy", server, content.toString(), "/tmp/content"),
            List.of("exec", server, "--", "cat", "/tmp/content", "/" + canary("an error")))) {
      // The last one fails, and says why.
      holdfast.run(command.toArray(String[]::new));
    }
    Path input = directory.resolve("input.json");
    Files.writeString(
        input,
        "{\"files\":[{\"path\":\"/srv/canary\",\"mode\":\"0600\",\"content\":\"%s\\n\"}]}"
            .formatted(canary("a file's desired content")));
    StandaloneProcess.succeeded(
        holdfast.run(
            "run", "server-setup", server, "--input", input.toString(), "--approve", "--follow"));
  }

  private String canary(String what) {
    String value = "kanari" + UUID.randomUUID().toString().replace("-", "");
    canaries.put(what, value);
    return value;
  }

  private static void typing(StandaloneProcess holdfast, String text, String... command)
      throws Exception {
    Path input = Files.createTempFile("typed", "");
    try {
      Files.writeString(input, text + "\n");
      StandaloneProcess.succeeded(
          StandaloneProcess.run(holdfast.builder(command).redirectInput(input.toFile())));
    } finally {
      Files.delete(input);
    }
  }

  /** A line of the middle of a key, which is in no other. */
  private static String keyLine(Path key) throws IOException {
    List<String> lines = Files.readAllLines(key);
    return lines.get(lines.size() / 2);
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

  /** As it is, and as base64 in each of its three alignments. */
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
    looked.add(name);
    canaries.forEach((what, canary) -> {
      for (String form : forms(canary)) {
        if (text.contains(form)) {
          found.add(what + " in " + name);
        }
      }
    });
  }

  private static List<String> forms(String canary) {
    List<String> forms = new ArrayList<>(List.of(canary));
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
