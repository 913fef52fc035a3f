package dev.holdfast.platform.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.command.CommandMatcher.Glob;
import dev.holdfast.schemas.command.CommandRule;
import dev.holdfast.schemas.command.Invocation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Real shells as judges: whatever they are given, if they run the program {@code rm}, the policy
 * has refused it. That {@code rm} only writes down that it was run.
 */
final class ShellOracleTest {
  private static final int LINES = Integer.getInteger("holdfast.oracle.lines", 800);
  private static final long SEED = Long.getLong("holdfast.oracle.seed", 20261128);
  private static final List<String> REAL =
      List.of(
          "env", "nice", "nohup", "timeout", "setsid", "stdbuf", "xargs", "find", "cat", "true",
          "sed");

  private static final CommandPolicy POLICY =
      new CommandPolicy(List.of(rule(1, new Glob("rm *")), rule(2, new Glob("rm"))));

  private Path directory;
  private Path programs;
  private List<Path> shells = List.of();

  @BeforeEach
  void prepare() throws IOException {
    directory = Files.createTempDirectory("shell-oracle");
    programs = Files.createDirectory(directory.resolve("programs"));
    shells =
        Stream.of("/usr/bin/dash", "/usr/bin/bash", "/usr/bin/busybox")
            .map(Path::of)
            .filter(Files::isExecutable)
            .toList();
    Path rm = programs.resolve("rm");
    Files.writeString(rm, "#!/bin/sh\necho ran >\"$RECORD\"\n");
    Files.setPosixFilePermissions(rm, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String program : REAL) {
      Path real = Path.of("/usr/bin", program);
      if (Files.isExecutable(real)) {
        Files.createSymbolicLink(programs.resolve(program), real);
      }
    }
    for (String shell : List.of("sh", "bash")) {
      Files.createSymbolicLink(programs.resolve(shell), Path.of("/bin", shell));
    }
  }

  /** As far as nothing in the background still writes there. */
  @AfterEach
  void remove() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  @Test
  void shouldRefuseWhateverAShellRunsTheDeniedProgramFor() throws Exception {
    assertThat(shells).isNotEmpty();
    Random random = new Random(SEED);
    ShellLines lines = new ShellLines(random, programs.resolve("rm").toString());
    List<String> missed = new ArrayList<>();
    int ran = 0;
    int allowed = 0;
    for (int i = 0; i < LINES; i++) {
      String line = i % 3 == 0 ? lines.line() : lines.mutated();
      boolean refused = refused(line);
      allowed += refused ? 0 : 1;
      for (Path shell : shells) {
        if (runs(shell, line)) {
          ran++;
          if (!refused) {
            missed.add(shell + ": " + line);
          }
        }
      }
    }
    assertThat(missed).isEmpty();
    // The shells did run it, and the policy did not simply refuse everything.
    assertThat(ran).isGreaterThan(LINES / 4);
    assertThat(allowed).isGreaterThan(LINES / 20);
  }

  @Test
  void shouldRefuseTheKnownEvasionsThatTheShellsHereRun() throws Exception {
    int ran = 0;
    for (String line : EvasionTest.evasions()) {
      // What would start something on this machine, or read its files, is not run.
      if (!line.matches("(?s)[\\w\\s'\"$(){};&|<>\\\\`#!-]*") || line.contains("sudo")) {
        continue;
      }
      for (Path shell : shells) {
        if (runs(shell, line)) {
          ran++;
          assertThat(refused(line)).as(line).isTrue();
        }
      }
    }
    assertThat(ran).isGreaterThan(60);
  }

  private static boolean refused(String line) {
    CommandReading reading;
    try {
      reading = CommandReading.of(Invocation.line(line));
    } catch (IllegalArgumentException e) {
      return true;
    }
    return POLICY.decide(
            new CommandRequest("default", "exec", "web-1", Map.of(), "ada", false, reading))
        instanceof PolicyVerdict.Refused;
  }

  private boolean runs(Path shell, String line) throws Exception {
    if (line.indexOf('\0') >= 0) {
      return false;
    }
    Path home = Files.createTempDirectory(directory, "home");
    Path record = home.resolve("record");
    // What goes on in the background without end is ended by its limit.
    List<String> command =
        new ArrayList<>(
            List.of("/bin/sh", "-c", "ulimit -t 2; exec \"$0\" \"$@\"", shell.toString()));
    if (shell.endsWith("busybox")) {
      command.add("sh");
    }
    command.addAll(List.of("-c", line));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", programs.toString(), "HOME", home.toString(), "RECORD", record.toString()));
    Process process = builder.start();
    // Until what it has put in the background has ended, too.
    Thread reader = Thread.ofVirtual().start(() -> readAll(process));
    if (!reader.join(Duration.ofSeconds(1)) || !process.waitFor(1, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    return Files.exists(record);
  }

  private static void readAll(Process process) {
    try {
      process.getErrorStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException closed) {
      // The shell has ended before what it started.
    }
  }

  private static CommandRule rule(long id, Glob glob) {
    return new CommandRule(
        id,
        "default",
        CommandRule.Effect.DENY,
        null,
        "all",
        null,
        null,
        glob,
        false,
        null,
        "ada",
        Instant.EPOCH);
  }
}
