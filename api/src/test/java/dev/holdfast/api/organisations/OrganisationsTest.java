package dev.holdfast.api.organisations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.identity.Grants;
import dev.holdfast.platform.identity.TokenKind;
import dev.holdfast.platform.identity.Tokens;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.platform.server.Machines;
import dev.holdfast.schemas.server.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Two organisations with the same names see and disturb nothing of each other. */
final class OrganisationsTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final Organisation ACME = new Organisation("acme");
  private static final Organisation GLOBEX = new Organisation("globex");

  /** An organisation with one of everything; whatever can be written in it says its name. */
  private static final class Organisation {
    final String name;
    final String mark;
    final String user;
    Http admin = OWNER;
    String operation = "";
    String incident = "";
    String profile = "";
    String file = "";
    String rule = "";

    Organisation(String name) {
      this.name = name;
      this.mark = name + "-mark";
      this.user = name + "-ada";
    }

    void fill() {
      made(OWNER.post("/api/v1/organisations", Map.of("name", name)), 201);
      PLATFORM.part(Users.class).add(name, user);
      PLATFORM.part(Grants.class).add(name, user, "admin", new Selector("all"), null, "admin");
      admin = OWNER.as(PLATFORM.part(Tokens.class).issue(user, TokenKind.CLI, null));
      Map<String, Object> server = new HashMap<>(Fixtures.server("web-1"));
      server.put("labels", Map.of("mark", mark));
      made(admin.post("/api/v1/servers", server), 201);
      made(
          admin.send(
              "PUT",
              "/api/v1/secrets/db",
              Map.of("value", "value of " + mark, "description", mark),
              Map.of()),
          201);
      made(admin.send("PUT", "/api/v1/runbooks", Map.of("text", runbook()), Map.of()), 201);
      made(
          admin.post(
              "/api/v1/schedules",
              Map.of("name", "nightly", "cron", "@daily", "operation", exec())),
          201);
      rule =
          made(
                  admin.post(
                      "/api/v1/policies/commands",
                      Map.of(
                          "effect",
                          "deny",
                          "selector",
                          "web-1",
                          "words",
                          List.of("reboot"),
                          "reason",
                          mark)),
                  201)
              .text("id");
      file =
          made(
                  admin.send(
                      "PUT", "/api/v1/files?upload=" + UUID.randomUUID(), "the same", Map.of()),
                  200)
              .text("sha256");
      profile =
          made(
                  admin.send(
                      "PUT",
                      "/api/v1/profiles",
                      Map.of(
                          "operation",
                          "lockdown",
                          "target",
                          "web-1",
                          "input",
                          Map.of("sshd", Map.of("maxAuthTries", 3))),
                      Map.of()),
                  201)
              .text("id");
      operation = made(admin.post("/api/v1/operations", exec()), 202).text("id");
      incident =
          made(
                  admin.post(
                      "/api/v1/incidents",
                      Map.of("kind", "disk-full", "subject", "web-1", "title", mark)),
                  202)
              .text("id");
    }

    private Map<String, Object> exec() {
      return Map.of(
          "type", "exec",
          "selector", "web-1",
          "input", Map.of("command", List.of("echo", mark)));
    }

    private String runbook() {
      return """
      name: patch
      title: Patch for %s
      steps:
        - id: look
          operation: exec
          input: {command: [uname], readOnly: true}
      """
          .formatted(mark);
    }

    private static Answer made(Answer answer, int status) {
      assertThat(answer.status()).as(answer.body()).isEqualTo(status);
      return answer;
    }
  }

  @BeforeAll
  static void fill() {
    ACME.fill();
    GLOBEX.fill();
  }

  @Test
  void shouldShowEachOneItsOwnUnderTheSameNames() {
    for (Organisation one : List.of(ACME, GLOBEX)) {
      for (String path :
          List.of(
              "/servers/web-1",
              "/secrets/db",
              "/runbooks/patch",
              "/schedules/nightly",
              "/files/" + one.file,
              "/profiles/" + one.profile,
              "/operations/" + one.operation,
              "/incidents/" + one.incident,
              "/incidents/" + one.incident + "/timeline",
              "/operations/" + one.operation + "/servers")) {
        Answer answer = one.admin.get("/api/v1" + path);
        assertThat(answer.status()).as(path + " " + answer.body()).isEqualTo(200);
      }
      assertThat(one.admin.get("/api/v1/servers/web-1").body())
          .contains("\"name\":\"web-1\"", one.mark);
      assertThat(one.admin.get("/api/v1/operations/" + one.operation + "/servers").body())
          .contains("\"name\":\"web-1\"");
    }
    assertThat(GLOBEX.admin.get("/api/v1/operations?server=web-1").body())
        .contains(GLOBEX.operation)
        .doesNotContain(ACME.operation);
  }

  /** Whatever can be asked for: the dispatcher knows it, so that nothing new is overlooked. */
  @Test
  void shouldShowNothingOfAnother() {
    Set<String> asked = new TreeSet<>();
    List<String> leaks = new ArrayList<>();
    for (RequestMappingHandlerMapping mapping :
        PLATFORM.parts(RequestMappingHandlerMapping.class)) {
      mapping
          .getHandlerMethods()
          .forEach((info, method) -> {
            if (!method.getBeanType().getName().startsWith("dev.holdfast.")
                || !info.getMethodsCondition().getMethods().contains(RequestMethod.GET)) {
              return;
            }
            for (String pattern : info.getPatternValues()) {
              String path = filled(pattern, ACME);
              asked.add(path);
              Answer answer = GLOBEX.admin.get(path);
              if (answer.status() >= 500 || saysSomethingOf(ACME, answer, path)) {
                leaks.add(path + ": " + answer.status() + " " + answer.body());
              }
            }
          });
    }

    assertThat(leaks).isEmpty();
    assertThat(asked)
        .hasSizeGreaterThan(35)
        .allSatisfy(path -> assertThat(path).doesNotContain("{"));
  }

  /** A refusal may repeat what was asked for, and so may the audit of it; nothing else. */
  private static boolean saysSomethingOf(Organisation other, Answer answer, String path) {
    String body =
        path.startsWith("/api/v1/audit")
            ? answer.body().replaceAll("\"command\":\"(GET|POST|DELETE) [^\"]*\"", "")
            : answer.body();
    for (String asked : List.of(other.operation, other.incident, other.user, other.file)) {
      body = path.contains(asked) && answer.status() >= 400 ? body.replace(asked, "") : body;
    }
    return body.contains(other.name)
        || body.contains(other.operation)
        || body.contains(other.incident);
  }

  private static String filled(String pattern, Organisation of) {
    String name =
        pattern.contains("/secrets/")
            ? "db"
            : pattern.contains("/runbooks/")
                ? "patch"
                : pattern.contains("/schedules/")
                    ? "nightly"
                    : pattern.contains("/settings/") ? "retention.operations" : "web-1";
    String query =
        pattern.endsWith("/logs/raw")
            ? "?server=web-1"
            : pattern.endsWith("/profiles/of") ? "?operation=lockdown&target=web-1" : "";
    return pattern
            .replace(
                "{id}",
                pattern.contains("/profiles/")
                    ? of.profile
                    : pattern.contains("/incidents/") ? of.incident : of.operation)
            .replace("{entry}", "opened")
            .replace("{name}", name)
            .replace("{user}", of.user)
            .replace("{role}", "admin")
            .replace("{type}", "exec")
            .replace("{organisation}", of.name)
            .replace("{upload}", UUID.randomUUID().toString())
            .replace("{sha256:[0-9a-f]{64}}", of.file)
            .replace("{token}", "hfs_" + "A".repeat(43))
        + query;
  }

  @Test
  void shouldChangeNothingOfAnother() {
    String operation = "/api/v1/operations/" + ACME.operation;
    for (Answer refused :
        List.of(
            GLOBEX.admin.post(operation + "/cancel", Map.of()),
            GLOBEX.admin.post(operation + "/pause", Map.of()),
            GLOBEX.admin.post(operation + "/rerun", Map.of()),
            GLOBEX.admin.post("/api/v1/incidents/" + ACME.incident + "/note", Map.of("text", "x")),
            GLOBEX.admin.post(
                "/api/v1/incidents/" + ACME.incident + "/close", Map.of("reason", "x")),
            GLOBEX.admin.post(
                "/api/v1/approvals/" + ACME.operation + "/approve", Map.of("planHash", "x")),
            GLOBEX.admin.delete("/api/v1/policies/commands/" + ACME.rule),
            GLOBEX.admin.delete("/api/v1/profiles/" + ACME.profile),
            GLOBEX.admin.delete("/api/v1/users/" + ACME.user),
            GLOBEX.admin.post("/api/v1/users/" + ACME.user + "/disable", Map.of()),
            GLOBEX.admin.post(
                "/api/v1/grants", Map.of("user", ACME.user, "role", "viewer", "scope", "all")),
            GLOBEX.admin.delete("/api/v1/organisations/acme"))) {
      assertThat(refused.status()).as(refused.body()).isIn(403, 404, 422);
    }
    Answer foreign = GLOBEX.admin.get(operation);
    String never = "op-never";
    Answer unknown = GLOBEX.admin.get("/api/v1/operations/" + never);
    assertThat(foreign.status()).isEqualTo(unknown.status()).isEqualTo(404);
    assertThat(foreign.body().replace(ACME.operation, never)).isEqualTo(unknown.body());
    assertThat(GLOBEX.admin.get("/api/v1/operations?server=web-1@acme").status()).isEqualTo(422);
    assertThat(
            GLOBEX
                .admin
                .post(
                    "/api/v1/servers",
                    Map.of("name", "x", "address", "192.0.2.7", "user", "root", "agent", ""))
                .body())
        .contains("\"agent\"");
    for (Organisation one : List.of(ACME, GLOBEX)) {
      one.admin.send("PUT", "/api/v1/secrets/own", Map.of("value", one.mark), Map.of());
    }
    assertThat(GLOBEX.admin.delete("/api/v1/secrets/own").status()).isEqualTo(204);
    assertThat(ACME.admin.post("/api/v1/secrets/own/reveal", Map.of()).text("value"))
        .isEqualTo(ACME.mark);
    assertThat(ACME.admin.get("/api/v1/policies/commands").body()).contains(ACME.mark);
  }

  @Test
  void shouldLetOnlyAnAdministratorOfThePlatformActInAnother() {
    Map<String, String> acme = Map.of("X-Holdfast-Organisation", "acme");

    assertThat(OWNER.send("GET", "/api/v1/servers", null, acme).body()).contains(ACME.mark);
    assertThat(OWNER.get("/api/v1/servers").body()).doesNotContain(ACME.mark);
    assertThat(OWNER.send("GET", "/api/v1/me", null, acme).text("organisation")).isEqualTo("acme");
    assertThat(GLOBEX.admin.send("GET", "/api/v1/servers", null, acme).text("code"))
        .isEqualTo("foreign-organisation");
    assertThat(
            OWNER
                .send("GET", "/api/v1/servers", null, Map.of("X-Holdfast-Organisation", "none"))
                .text("code"))
        .isEqualTo("foreign-organisation");
    for (String path : List.of("/settings", "/organisations")) {
      assertThat(GLOBEX.admin.get("/api/v1" + path).status()).isEqualTo(403);
    }
    assertThat(GLOBEX.admin.get("/metrics").status()).isEqualTo(403);
  }

  @Test
  void shouldLeaseTheMachinesOfEachByThemselves() {
    Machines machines = PLATFORM.part(Machines.class);

    assertThat(machines.leaseName("web-1@acme")).isEqualTo("web-1@acme");
    assertThat(machines.leaseName("web-1@globex")).isEqualTo("web-1@globex");
  }

  @Test
  void shouldRemoveOnlyWhatIsEmptyAndGiveNoNameTwice() {
    OWNER.post("/api/v1/organisations", Map.of("name", "gone"));

    assertThat(OWNER.delete("/api/v1/organisations/acme").text("code"))
        .isEqualTo("organisation-in-use");
    assertThat(OWNER.delete("/api/v1/organisations/default").text("code"))
        .isEqualTo("default-organisation");
    assertThat(OWNER.delete("/api/v1/organisations/gone").status()).isEqualTo(204);
    assertThat(OWNER.get("/api/v1/organisations").body()).contains("acme").doesNotContain("gone");
    assertThat(OWNER.post("/api/v1/organisations", Map.of("name", "gone")).text("code"))
        .isEqualTo("organisation-exists");
  }
}
