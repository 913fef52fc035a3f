package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Surroundings;
import dev.holdfast.cli.Terminal;
import dev.holdfast.lab.LabServer;
import dev.holdfast.standalone.home.HomeJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A person's own ssh and sshfs on a real server, with the login key in the platform. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
final class ShellIT {
  private static final String OTHER_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

  private EndToEnd all;
  private LabServer server;
  private Path person;
  private Path runtime;

  @BeforeAll
  void bringUp(@TempDir Path directory) throws Exception {
    all = EndToEnd.up(directory, 1);
    server = all.lab.list().getFirst();
    person = Files.createDirectory(directory.resolve("person"));
    // A socket's path has 107 bytes at most: not below the tests' directory.
    runtime =
        Files.createTempDirectory(
            "hf",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  @AfterAll
  void bringDown() throws Exception {
    Files.deleteIfExists(runtime.resolve("holdfast"));
    Files.deleteIfExists(runtime);
    all.close();
  }

  @Test
  void shouldRunACommandWithItsInputItsArgumentsAndItsExitCode() throws Exception {
    Run piped = run("through the pipe", "ssh", "lab-1", "cat; echo oops >&2; exit 7");
    Run typed = run("", "ssh", "lab-1", "printf", "<%s>", "a b", "it's", "$HOME", "");

    assertThat(piped.exitCode()).as(piped.err()).isEqualTo(7);
    assertThat(piped.out()).isEqualTo("through the pipe");
    assertThat(piped.err()).contains("oops");
    assertThat(typed.out()).isEqualTo("<a b><it's><$HOME><>");
    assertThat(sessions()).isEmpty();
  }

  @Test
  void shouldOpenAShellThatOwnsTheTerminal() throws Exception {
    Path script = person.resolve("shell.sh");
    Files.writeString(
        script,
        "stty rows 45 cols 123; exec "
            + command("ssh", "lab-1").command().stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" ")));
    ProcessBuilder terminal =
        new ProcessBuilder("script", "-qec", "sh " + script, "/dev/null").redirectErrorStream(true);
    terminal.environment().putAll(command().environment());

    Run shell = run("tty; stty size; whoami; exit 3\n", terminal);

    assertThat(shell.exitCode()).as(shell.out()).isEqualTo(3);
    assertThat(shell.out()).contains("/dev/pts/", "45 123", server.user());
    assertThat(sessions()).isEmpty();
  }

  @Test
  void shouldRefuseAServerThatShowsAnotherKey() throws Exception {
    try (ApiClient api = api()) {
      var impostor =
          dev.holdfast.cli.Json.object()
              .put("name", "impostor")
              .put("address", server.address())
              .put("port", server.port())
              .put("user", server.user())
              .put("key", Files.readString(server.keyFile()));
      impostor.putArray("hostKeys").add(OTHER_KEY);
      api.post("/servers", impostor);
    }

    Run refused = run("", "ssh", "impostor", "true");

    assertThat(refused.exitCode()).isEqualTo(255);
    assertThat(refused.err()).contains("Host key verification failed", "ssh ended with 255");
  }

  @Test
  void shouldSayEarlyThatThereIsNoSuchServerOrNoPlatform() throws Exception {
    assertThat(run("", "ssh", "nobody").exitCode()).isEqualTo(3);
    assertThat(run("", "ssh", "lab-1", "--server", "http://127.0.0.1:1").exitCode()).isEqualTo(5);
  }

  @Test
  void shouldHaveTheKeyNowhereOnThisSideAndSignLoginsOnly() throws Exception {
    Session session = new Session("ssh", "lab-1", "echo up; cat");
    Path files = sessions().getFirst();

    List<String> secret = Files.readAllLines(server.keyFile());
    List<String> told = new ArrayList<>();
    for (Path place : List.of(runtime, person)) {
      try (Stream<Path> found = Files.walk(place)) {
        for (Path file : found.filter(Files::isRegularFile).toList()) {
          told.add(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    for (ProcessHandle process : session.processes()) {
      for (String file : List.of("environ", "cmdline")) {
        Path path = Path.of("/proc/" + process.pid(), file);
        told.add(Files.readString(path, StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(session.processes()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(told)
        .hasSizeGreaterThanOrEqualTo(7)
        // The last lines of a key's text are the secret ones.
        .noneMatch(text -> text.contains("PRIVATE KEY"))
        .noneMatch(text -> text.contains(secret.get(secret.size() - 2)))
        .noneMatch(text -> text.contains(secret.get(secret.size() - 3)));

    Run keys = run("", agent(files, "ssh-add", "-L"));
    Path publicKey = Files.writeString(person.resolve("key.pub"), keys.out());
    Path data = Files.writeString(person.resolve("data"), "hello");
    Run sign =
        run(
            "",
            agent(
                files,
                "ssh-keygen",
                "-Y",
                "sign",
                "-n",
                "file",
                "-f",
                publicKey.toString(),
                data.toString()));
    assertThat(keys.out()).startsWith("ssh-ed25519 ");
    assertThat(sign.err()).contains("agent refused operation");
    assertThat(person.resolve("data.sig")).doesNotExist();

    assertThat(session.end()).isZero();
    assertThat(sessions()).isEmpty();
    assertThat(Files.readString(all.holdfast.home().log("platform")))
        .contains("to lab-1 as " + server.user(), "refused");
  }

  @Test
  void shouldLeaveNothingBehindWhateverEndsIt() throws Exception {
    for (String signal : List.of("INT", "TERM", "HUP")) {
      Session session = new Session("ssh", "lab-1", "echo up; cat");
      List<ProcessHandle> processes = session.processes();

      EndToEnd.signal(session.process, signal);

      assertThat(session.process.waitFor()).as(signal).isGreaterThan(128);
      assertThat(sessions()).as(signal).isEmpty();
      assertThat(processes).as(signal).noneMatch(ProcessHandle::isAlive);
    }
    Session killed = new Session("ssh", "lab-1", "echo up; cat");
    EndToEnd.kill(killed.process);
    killed.end();
    assertThat(sessions()).hasSize(1);

    assertThat(run("", "ssh", "lab-1", "true").exitCode()).isZero();
    assertThat(sessions()).isEmpty();
  }

  @Test
  void shouldMountUntilUnmounted() throws Exception {
    assumeTrue(Fuse.available(), "this machine cannot mount through FUSE");
    Path local = person.resolve("a place");

    Run mounted = run("", "mount", "lab-1", "/var/tmp", local.toString());

    assertThat(mounted.exitCode()).as(mounted.err()).isZero();
    Files.writeString(local.resolve("hello"), "from here");
    assertThat(all.on("lab-1", "cat /var/tmp/hello")).isEqualTo("from here");
    assertThat(sessions()).isEmpty();
    assertThat(mounts().path(0).path("state").asText()).isEqualTo("mounted");
    assertThat(run("", "mount", "lab-1", local.toString()).exitCode()).isEqualTo(2);

    try (BufferedReader open = Files.newBufferedReader(local.resolve("hello"))) {
      assertThat(open.read()).isEqualTo('f');
      Run busy = run("", "unmount", local.toString());
      assertThat(busy.exitCode()).isEqualTo(1);
      assertThat(busy.err()).contains("--lazy");
    }
    sshfs(local).destroyForcibly();
    EndToEnd.await("the mount is dead", () -> state(local).equals("stale"));
    Run unmounted = run("", "unmount", local.toString());
    assertThat(unmounted.exitCode()).as(unmounted.err()).isZero();
    assertThat(local).doesNotExist();
    assertThat(mounts().size()).isZero();
  }

  @Test
  void shouldMountForAsLongAsASessionLasts() throws Exception {
    assumeTrue(Fuse.available(), "this machine cannot mount through FUSE");
    Path local = person.resolve("holdfast/lab-1");

    Session session = new Session("ssh", "lab-1", "--mount", "echo up; cat");
    assertThat(local.resolve(".bashrc")).exists();
    assertThat(session.end()).isZero();
    assertThat(local).doesNotExist();

    Session sshKilled = new Session("ssh", "lab-1", "--mount", "/etc", "echo up; cat");
    assertThat(local.resolve("passwd")).exists();
    sshKilled.processes().stream()
        .filter(process -> process.info().command().orElse("").endsWith("/ssh"))
        .forEach(ProcessHandle::destroyForcibly);
    assertThat(sshKilled.process.waitFor()).isEqualTo(137);
    assertThat(local).doesNotExist();

    Session allKilled = new Session("ssh", "lab-1", "--mount", "/etc", "echo up; cat");
    assertThat(local.resolve("passwd")).exists();
    EndToEnd.kill(allKilled.process);
    EndToEnd.await("the mount is gone", () -> Files.notExists(local));
    allKilled.end();
    assertThat(run("", "ssh", "lab-1", "true").exitCode()).isZero();
    assertThat(mounts().size()).isZero();
  }

  private record Run(int exitCode, String out, String err) {}

  /** An ssh that runs {@code echo up; cat} on the server. */
  private final class Session {
    private final Process process;

    Session(String... arguments) throws Exception {
      // A build in the background of a script has SIGINT ignored, and its children with it.
      ProcessBuilder builder = command(arguments);
      builder.command().addAll(0, List.of("env", "--default-signal=INT,HUP,TERM"));
      Path errors = Files.createTempFile("session", ".err");
      process = builder.redirectError(errors.toFile()).start();
      String line = process.inputReader().readLine();
      assertThat(line).as(Files.readString(errors)).isEqualTo("up");
      Files.delete(errors);
    }

    List<ProcessHandle> processes() {
      return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    }

    int end() throws IOException, InterruptedException {
      process.getOutputStream().close();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    }
  }

  private ProcessBuilder command(String... arguments) {
    ProcessBuilder builder = all.holdfast.builder(arguments);
    builder.environment().put("XDG_RUNTIME_DIR", runtime.toString());
    builder.environment().put("HOME", person.toString());
    return builder;
  }

  private Run run(String input, String... arguments) throws Exception {
    return run(input, command(arguments));
  }

  private static Run run(String input, ProcessBuilder builder) throws Exception {
    Path errors = Files.createTempFile("run", ".err");
    if (!builder.redirectErrorStream()) {
      builder.redirectError(errors.toFile());
    }
    Process process = builder.start();
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = process.waitFor();
    String err = Files.readString(errors);
    Files.delete(errors);
    return new Run(exitCode, out, err);
  }

  private ProcessBuilder agent(Path session, String... words) {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("SSH_AUTH_SOCK", session.resolve("agent").toString());
    return builder;
  }

  private ApiClient api() {
    return ApiClient.connect(
        new Surroundings(
            Map.of("HOLDFAST_HOME", all.holdfast.home().root().toString()),
            Terminal.NONE,
            InputStream.nullInputStream()),
        null);
  }

  private List<Path> sessions() throws IOException {
    Path base = runtime.resolve("holdfast");
    if (Files.notExists(base)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(base)) {
      return entries.toList();
    }
  }

  private JsonNode mounts() throws Exception {
    return HomeJson.MAPPER.readTree(run("", "mount", "-o", "json").out());
  }

  private String state(Path local) {
    try {
      for (JsonNode mount : mounts()) {
        if (mount.path("local").asText().equals(local.toString())) {
          return mount.path("state").asText();
        }
      }
      return "";
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static ProcessHandle sshfs(Path local) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("/sshfs"))
        .filter(process ->
            List.of(process.info().arguments().orElse(new String[0])).contains(local.toString()))
        .findFirst()
        .orElseThrow();
  }
}
