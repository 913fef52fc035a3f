package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.lab.Consent;
import dev.holdfast.lab.DockerEngine;
import dev.holdfast.lab.Lab;
import dev.holdfast.standalone.database.PostgresServer;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.HomeJson;
import dev.holdfast.standalone.home.RolePasswords;
import dev.holdfast.standalone.port.Port;
import dev.holdfast.standalone.port.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is secret is planted everywhere that takes it, and looked for everywhere that it must not
 * be: the logs of every part, the files of the databases with their write-ahead log, the arguments
 * and environments of processes, and what the API answers.
 */
final class CanaryIT {
  /** What nobody is shown, whatever they may do. */
  private static final List<String> SHOWN_TO_NOBODY =
      List.of(
          "a secret's value",
          "a sudo password",
          "a user's password",
          "a token",
          "the private key",
          "the launcher's token");

  private static final String UPGRADED = "a value of an earlier version";

  private final Canaries canaries = new Canaries();

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
      canaries.add("the private key", keyLine(lab.list().getFirst().keyFile()));
      JsonNode access = HomeJson.read(root.resolve("cli.json"), JsonNode.class);
      canaries.add("the launcher's token", access.path("token").asText());

      assertThat(canaries.found(root)).isEmpty();
      assertThat(answers(access)).isEmpty();
      assertThat(canaries.looked())
          .as("what was looked at")
          .anyMatch(name -> name.startsWith("logs/"))
          .anyMatch(name -> name.contains("pg_wal"))
          .anyMatch(name -> name.contains("redis"))
          .anyMatch(name -> name.startsWith("arguments of"))
          .anyMatch(name -> name.endsWith("/steps"));

      upgrade(holdfast);
      assertThat(canaries.found(root)).as("after an upgrade").isEmpty();
    } finally {
      holdfast.run("lab", "down");
      StandaloneProcess.succeeded(holdfast.run("down"));
    }
  }

  private void plant(StandaloneProcess holdfast, String server, Path directory) throws Exception {
    typing(holdfast, canaries.plant("a secret's value"), "secret", "set", "canary");
    typing(
        holdfast,
        canaries.plant("a sudo password"),
        "server",
        "set",
        server,
        "--sudo-password-file",
        "-");
    holdfast.run("user", "add", "carol");
    // As the rules for passwords want it.
    String password = "K!" + canaries.plant("a user's password");
    typing(holdfast, password + "\n" + password, "user", "password", "carol");
    StandaloneProcess.Result token = holdfast.run("token", "create", "ci", "-o", "json");
    StandaloneProcess.succeeded(token);
    canaries.add(
        "a token", new ObjectMapper().readTree(token.standardOutput()).path("token").asText());
    Path script = directory.resolve("script.sh");
    Files.writeString(script, "# " + canaries.plant("a script") + "\ntrue\n");
    Path content = directory.resolve("content");
    Files.writeString(content, canaries.plant("a file's content") + "\n");
    for (List<String> command :
        List.of(
            List.of("exec", server, "--env", "A=" + canaries.plant("a variable"), "--", "true"),
            List.of("exec", server, "--script", script.toString()),
            List.of("exec", server, "--", "echo", canaries.plant("an argument that is printed")),
            List.of("exec", server, "--read-only", "--", "echo", canaries.plant("one that reads")),
            List.of("exec", server, "--env", "S=secret://canary", "--", "test", "-n", "$S"),
            List.of("copy", server, content.toString(), "/tmp/content"),
            List.of("ssh", server, "echo", canaries.plant("a command by ssh")),
            List.of(
                "exec", server, "--", "cat", "/tmp/content", "/" + canaries.plant("an error")))) {
      // The last one fails, and says why.
      holdfast.run(command.toArray(String[]::new));
    }
    Path input =
        write(
            directory.resolve("input.json"),
            "{\"files\":[{\"path\":\"/srv/canary\",\"mode\":\"0600\",\"content\":\"%s\\n\"}]}",
            canaries.plant("a file's desired content"));
    StandaloneProcess.succeeded(
        holdfast.run(
            "run", "server-setup", server, "--input", input.toString(), "--approve", "--follow"));
    plantByOthers(holdfast, server, directory);
  }

  /** By what starts operations itself. */
  private void plantByOthers(StandaloneProcess holdfast, String server, Path directory)
      throws Exception {
    Path runbook =
        write(
            directory.resolve("runbook.yaml"),
            """
            name: canary
            title: A canary
            inputs:
              word:
                type: string
                description: A word.
            steps:
              - id: say
                operation: exec
                input:
                  command: [echo, "${inputs.word}", %s]
            """,
            canaries.plant("a runbook's text"));
    StandaloneProcess.succeeded(holdfast.run("runbook", "add", runbook.toString()));
    String word = "word=" + canaries.plant("a runbook's input");
    StandaloneProcess.succeeded(holdfast.run("run", "canary", server, "--set", word, "--follow"));
    Path input =
        write(
            directory.resolve("scheduled.json"),
            "{\"command\":[\"echo\",\"%s\"]}",
            canaries.plant("a schedule's input"));
    String[] schedule = {
      "schedule",
      "create",
      "canary",
      "--operation",
      "exec",
      "--selector",
      server,
      "--cron",
      "0 3 1 1 *",
      "--input",
      input.toString()
    };
    StandaloneProcess.succeeded(holdfast.run(schedule));
    StandaloneProcess.succeeded(holdfast.run("schedule", "trigger", "canary"));
    EndToEnd.await(
        "the schedule has started an operation", () -> !startedBySchedule(holdfast).isEmpty());
    String started = startedBySchedule(holdfast);
    StandaloneProcess.succeeded(holdfast.run("ops", "show", started, "--follow"));
  }

  /** Its id, or the empty string. */
  private static String startedBySchedule(StandaloneProcess holdfast) {
    try {
      String schedule = holdfast.run("schedule", "show", "canary", "-o", "json").standardOutput();
      return new ObjectMapper()
          .readTree(schedule)
          .path("runs")
          .path(0)
          .path("operation")
          .asText("");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path write(Path file, String text, String canary) throws IOException {
    return Files.writeString(file, text.formatted(canary));
  }

  /** All lists, and all that there is of each operation. */
  private List<String> answers(JsonNode access) throws Exception {
    List<String> paths = new ArrayList<>();
    JsonNode document =
        HomeJson.read(Repository.root().resolve("docs/openapi.json"), JsonNode.class).path("paths");
    document
        .fieldNames()
        .forEachRemaining(path -> {
          if (path.startsWith("/api/v1/")
              && !path.contains("{")
              && document.path(path).has("get")) {
            paths.add(path);
          }
        });
    String of = "/api/v1/operations";
    for (String id :
        new ObjectMapper().readTree(answer(access, of + "?limit=100")).findValuesAsText("id")) {
      for (String part : List.of("", "/steps", "/logs", "/plan", "/changes", "/explain")) {
        paths.add(of + "/" + id + part);
      }
    }
    List<String> found = new ArrayList<>();
    for (String path : paths) {
      found.addAll(canaries.in(path, answer(access, path), SHOWN_TO_NOBODY));
    }
    return found;
  }

  private static String answer(JsonNode access, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(access.path("url").asText() + path))
                  .header("Authorization", "Bearer " + access.path("token").asText())
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  /** Rows of a version that did not encrypt, a start of this one, and what its page says then. */
  private void upgrade(StandaloneProcess holdfast) throws Exception {
    try (Connection database = superuser(holdfast.home())) {
      assertThat(new EarlierRows(database).write(canaries.plant(UPGRADED)))
          .contains(
              "operations.input",
              "operation_steps.summary",
              "operation_logs.bytes",
              "plans.body",
              "changes.body",
              "command_audit.command",
              "file_chunks.bytes");
    }
    // So it is there to be found.
    assertThat(canaries.found(holdfast.home().postgres().resolve("data/pg_wal")))
        .anyMatch(found -> found.startsWith(UPGRADED));
    StandaloneProcess.succeeded(holdfast.run("down"));
    StandaloneProcess.succeeded(holdfast.run("up", "--detach"));
    try (Connection database = superuser(holdfast.home())) {
      EarlierRows rows = new EarlierRows(database);
      EndToEnd.await("all is encrypted", rows::none);
      rows.rewrite();
    }
  }

  private static Connection superuser(Home home) throws Exception {
    return DriverManager.getConnection(
        PostgresServer.url(
            Ports.read(home.root()).get(Port.POSTGRES),
            "holdfast",
            home.certificates().resolve("ca.pem")),
        "postgres",
        RolePasswords.of(home).postgres());
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
}
