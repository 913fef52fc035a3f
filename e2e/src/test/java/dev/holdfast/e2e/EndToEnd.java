package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.lab.Consent;
import dev.holdfast.lab.DockerEngine;
import dev.holdfast.lab.Lab;
import dev.holdfast.standalone.home.HomeJson;
import dev.holdfast.standalone.process.RunRecords;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The platform without a worker of its own, lab servers, and workers that a test may kill. */
final class EndToEnd implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  final StandaloneProcess holdfast;
  final Lab lab;
  private final DockerEngine engine;
  private final RunRecords records;
  private final List<Process> workers = new ArrayList<>();

  private EndToEnd(StandaloneProcess holdfast, DockerEngine engine, Lab lab) {
    this.holdfast = holdfast;
    this.engine = engine;
    this.lab = lab;
    this.records = new RunRecords(holdfast.home());
  }

  /** A platform of its own. */
  static StandaloneProcess platform(Path directory, String... options) throws Exception {
    return platform(directory, Map.of(), options);
  }

  /** A platform of its own, whose parts are started with these variables too. */
  static StandaloneProcess platform(
      Path directory, Map<String, String> environment, String... options) throws Exception {
    StandaloneProcess holdfast = new StandaloneProcess(TestHome.in(directory));
    ProcessBuilder up =
        holdfast.builder(
            Stream.concat(Stream.of("up", "--detach"), Stream.of(options)).toArray(String[]::new));
    up.environment().putAll(environment);
    StandaloneProcess.succeeded(StandaloneProcess.run(up));
    return holdfast;
  }

  static EndToEnd up(Path directory, int servers) throws Exception {
    return up(platform(directory, "--no-worker"), servers);
  }

  /** Lab servers for a platform that runs. */
  static EndToEnd up(StandaloneProcess holdfast, int servers) throws Exception {
    StandaloneProcess.succeeded(
        holdfast.run("lab", "up", "--yes", "--servers", Integer.toString(servers)));
    Path root = holdfast.home().root();
    DockerEngine engine = DockerEngine.connect(root, Consent.of(true), line -> {});
    EndToEnd all = new EndToEnd(holdfast, engine, Lab.of(root, engine, line -> {}));
    all.names().forEach(name -> all.on(name, "cp -a /etc/ssh /root/ssh.bare"));
    return all;
  }

  List<String> names() {
    return lab.list().stream().map(server -> server.name()).toList();
  }

  /** Runs a script as root on a server, past SSH. */
  String on(String server, String script) {
    return lab.exec(server, "sh", "-c", script).orThrow();
  }

  /** Gives sshd on all servers the configuration back that it was installed with. */
  void bareSshd() {
    for (String name : names()) {
      on(name, "rm -rf /etc/ssh && cp -a /root/ssh.bare /etc/ssh && systemctl reload ssh");
    }
  }

  /** Runs a command of the launcher to its end. */
  StandaloneProcess.Result run(String... arguments) throws Exception {
    return holdfast.run(arguments);
  }

  Process startWorker() throws Exception {
    return polling(holdfast.builder("worker"));
  }

  /** Starts a worker, in whatever way, and waits until it polls. */
  Process polling(ProcessBuilder starting) throws Exception {
    Process worker = launch(starting);
    await(
        "the worker polls",
        () ->
            records
                .alive(RunRecords.WORKER + worker.pid())
                .filter(record -> record.readyAt() != null)
                .isPresent());
    return worker;
  }

  /** Kills the last worker, if there is one, and starts another without waiting for it. */
  void replaceWorker() throws Exception {
    if (!workers.isEmpty() && workers.getLast().isAlive()) {
      kill(workers.getLast());
    }
    var _ = launch(holdfast.builder("worker"));
  }

  /** Starts a worker, in whatever way, and does not wait for it. */
  Process launch(ProcessBuilder starting) throws IOException {
    ProcessBuilder builder =
        starting
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(holdfast.home().log("worker").toFile()))
            .redirectInput(new File("/dev/null"));
    Process worker = builder.start();
    workers.add(worker);
    return worker;
  }

  static void signal(Process process, String signal) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor())
        .isZero();
  }

  static void kill(Process process) throws Exception {
    signal(process, "KILL");
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  /** Starts an operation that needs no approval, and returns its id. */
  String start(String type, String input, String selector) throws Exception {
    Path file = Files.createTempFile("input", ".json");
    Files.writeString(file, input);
    StandaloneProcess.Result started =
        holdfast.run("run", type, selector, "--input", file.toString(), "--approve", "-o", "json");
    Files.delete(file);
    StandaloneProcess.succeeded(started);
    return HomeJson.MAPPER.readTree(started.standardOutput()).path("id").asText();
  }

  JsonNode operation(String id) throws Exception {
    StandaloneProcess.Result shown = holdfast.run("ops", "show", id, "-o", "json");
    StandaloneProcess.succeeded(shown);
    return HomeJson.MAPPER.readTree(shown.standardOutput());
  }

  /** Waits until the operation has ended, and returns it. */
  JsonNode ended(String id) throws Exception {
    StandaloneProcess.Result followed = holdfast.run("ops", "show", id, "--follow", "-o", "json");
    JsonNode operation = HomeJson.MAPPER.readTree(followed.standardOutput());
    assertThat(operation.path("endedAt").isNull()).as(followed.output()).isFalse();
    return operation;
  }

  /** How often each changing command of an operation was started, by server and journal entry. */
  Map<String, Integer> starts(String id) {
    Map<String, Integer> starts = new TreeMap<>();
    for (String name : names()) {
      String counted =
          on(
              name,
              "cd /var/lib/holdfast/journal/"
                  + id
                  + " 2>/dev/null && wc -l */starts | grep -v total || true");
      counted
          .lines()
          .map(line -> line.strip().split(" ", 2))
          .forEach(words -> starts.put(name + " " + words[1], Integer.valueOf(words[0])));
    }
    return starts;
  }

  static void await(String what, BooleanSupplier so) throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!so.getAsBoolean()) {
      assertThat(Instant.now()).as(what).isBefore(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (Process worker : workers) {
      worker.destroyForcibly().waitFor();
    }
    lab.down();
    engine.close();
    Objects.requireNonNull(holdfast.run("down"));
  }
}
