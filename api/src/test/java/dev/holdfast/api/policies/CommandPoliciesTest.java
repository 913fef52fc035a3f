package dev.holdfast.api.policies;

import static dev.holdfast.api.testing.Fixtures.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.audit.AuditFilter;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.RunsCommands;
import dev.holdfast.schemas.copy.CopyInput;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.server.Selector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class CommandPoliciesTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final String PATH = "/api/v1/policies/commands";

  /** An input as operations have that run what a person typed. */
  record Typed(List<String> command, boolean asRoot) implements RunsCommands {
    @Override
    public List<Invocation> invocations() {
      return List.of(Invocation.of(command));
    }
  }

  @Test
  void shouldAddListCheckAndRemoveRules() {
    OWNER.post("/api/v1/servers", Fixtures.server("policy-1"));
    Answer added =
        OWNER.post(
            PATH,
            Map.of(
                "effect", "deny",
                "selector", "test=policy-1",
                "words", List.of("rm", "-rf"),
                "reason", "ask ops"));
    String id = added.text("id");

    Answer refused = check("policy-1", "sudo rm -rf /srv");
    Answer allowed = check("policy-1", "ls");

    assertThat(added.status()).isEqualTo(201);
    assertThat(added.header("Location")).isEqualTo(PATH + "/" + id);
    assertThat(OWNER.get(PATH).body()).contains("deny rm -rf ... on test=policy-1");
    assertThat(refused.json().path("allowed").asBoolean()).isFalse();
    assertThat(refused.json().path("servers").get(0).path("rule").asString()).isEqualTo(id);
    assertThat(refused.body()).contains("ask ops");
    assertThat(allowed.json().path("allowed").asBoolean()).isTrue();
    assertThat(OWNER.delete(PATH + "/" + id).status()).isEqualTo(204);
    assertThat(OWNER.delete(PATH + "/" + id).status()).isEqualTo(404);
    assertThat(check("policy-1", "rm -rf /srv").json().path("allowed").asBoolean()).isTrue();
  }

  @Test
  void shouldTellEveryFieldThatIsWrong() {
    Answer answer = OWNER.post(PATH, Map.of("selector", "a b", "words", List.of("a"), "glob", "b"));
    Answer regex = OWNER.post(PATH, Map.of("effect", "deny", "selector", "all", "regex", "(a)\\1"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains("effect", "selector", "one of words, glob");
    assertThat(regex.status()).isEqualTo(422);
    assertThat(regex.json().path("errors").get(0).path("field").asString()).isEqualTo("pattern");
  }

  @Test
  void shouldRefuseAnOperationAtTheEdgeAndWriteItDown() {
    Map<String, Object> server = Fixtures.server("policy-2");
    server.put("sudoPassword", "swordfish7");
    OWNER.post("/api/v1/servers", server);
    String id =
        OWNER
            .post(
                PATH,
                Map.of("effect", "allow", "selector", "policy-2", "glob", "systemctl status *"))
            .text("id");
    var gate = PLATFORM.part(StartGate.class);
    var operation =
        new OperationType(
            "exec",
            "Run",
            "Runs.",
            Typed.class,
            OperationType.Kind.RUN,
            OperationType.Result.STATE,
            "");
    var servers = PLATFORM.part(Servers.class).select("default", new Selector("policy-2"));
    String input =
        "{\"command\":[\"mysql --password=hunter2; echo swordfish7; reboot\"],\"asRoot\":false}";

    assertThatThrownBy(() -> gate.check(operation, input, servers, caller("ada")))
        .asInstanceOf(type(ApiException.class))
        .satisfies(e -> {
          assertThat(e.problem().status()).isEqualTo(403);
          assertThat(e.problem().code()).isEqualTo("command-refused");
          assertThat(e.problem().detail())
              .contains("policy-2", "rule " + id, "administrator")
              .doesNotContain("hunter2", "swordfish7");
        });
    gate.check(
        operation,
        "{\"command\":[\"systemctl status nginx\"],\"asRoot\":false}",
        servers,
        caller("ada"));

    var written =
        PLATFORM
            .part(CommandAudit.class)
            .list(new AuditFilter("default", "policy-2", null, "ada", null), false, null, 10)
            .items();
    assertThat(written).hasSize(1);
    assertThat(written.getFirst().outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(written.getFirst().command())
        .isEqualTo("mysql --password=*******; echo **********; reboot");
    OWNER.delete(PATH + "/" + id);
  }

  @Test
  void shouldSeeATransferAsACommandWithThePathOnTheServer() {
    OWNER.post("/api/v1/servers", Fixtures.server("policy-3"));
    String id =
        OWNER
            .post(PATH, Map.of("effect", "deny", "selector", "policy-3", "glob", "copy /etc/*"))
            .text("id");
    var gate = PLATFORM.part(StartGate.class);
    var operation =
        new OperationType(
            "copy",
            "Copy",
            "Copies.",
            CopyInput.class,
            OperationType.Kind.RUN,
            OperationType.Result.STATE,
            "");
    var servers = PLATFORM.part(Servers.class).select("default", new Selector("policy-3"));
    String input = "{\"file\":\"" + "ab".repeat(32) + "\",\"path\":\"%s\"}";

    assertThatThrownBy(
            () -> gate.check(operation, input.formatted("/etc/cron.d/x"), servers, caller("ada")))
        .asInstanceOf(type(ApiException.class))
        .satisfies(e -> assertThat(e.problem().detail()).contains("copy /etc/cron.d/x"));
    gate.check(operation, input.formatted("/srv/x"), servers, caller("ada"));

    OWNER.delete(PATH + "/" + id);
  }

  @Test
  void shouldRefuseEveryOperationOfWhoeverIsDeniedEverything() {
    user("bob");
    OWNER.post("/api/v1/servers", Fixtures.server("policy-4"));
    String id =
        OWNER
            .post(
                PATH,
                Map.of("effect", "deny", "selector", "policy-4", "user", "bob", "everything", true))
            .text("id");
    var gate = PLATFORM.part(StartGate.class);
    var servers = PLATFORM.part(Servers.class).select("default", new Selector("policy-4"));
    for (OperationType type : Catalogue.operations()) {
      String input = type.example();
      assertThatThrownBy(() -> gate.check(type, input, servers, caller("bob")))
          .as(type.name())
          .asInstanceOf(type(ApiException.class))
          .satisfies(e -> {
            assertThat(e.problem().code()).isEqualTo("command-refused");
            assertThat(e.problem().detail()).contains("by bob");
          });
      gate.check(type, input, servers, caller("ada"));
    }
    assertThatThrownBy(() -> gate.checkLogin(servers.getFirst(), caller("bob")))
        .asInstanceOf(type(ApiException.class))
        .satisfies(e -> assertThat(e.problem().detail()).contains("'ssh'", "by bob"));
    gate.checkLogin(servers.getFirst(), caller("ada"));

    assertThat(
            PLATFORM
                .part(CommandAudit.class)
                .list(new AuditFilter("default", "policy-4", null, "bob", null), false, null, 100)
                .items())
        // One of them is two commands, one is three, and the login is another one.
        .hasSize(Catalogue.operations().size() + 4)
        .allMatch(record -> record.outcome() == Outcome.REFUSED)
        .anyMatch(record -> record.command().equals("run lockdown"))
        .anyMatch(record -> record.command().equals("ssh"));
    OWNER.delete(PATH + "/" + id);
  }

  @Test
  void shouldKnowOperationsByTheirNames() {
    OWNER.post("/api/v1/servers", Fixtures.server("policy-5"));
    String id =
        OWNER
            .post(PATH, Map.of("effect", "deny", "selector", "policy-5", "glob", "run server-*"))
            .text("id");
    String commands =
        OWNER
            .post(PATH, Map.of("effect", "deny", "selector", "policy-5", "words", List.of("rm")))
            .text("id");
    var gate = PLATFORM.part(StartGate.class);
    var servers = PLATFORM.part(Servers.class).select("default", new Selector("policy-5"));
    OperationType setup = Catalogue.find("server-setup").orElseThrow();
    OperationType lockdown = Catalogue.find("lockdown").orElseThrow();

    assertThatThrownBy(() -> gate.check(setup, "{}", servers, caller("ada")))
        .asInstanceOf(type(ApiException.class))
        .satisfies(e -> assertThat(e.problem().detail()).contains("'run server-setup'"));
    gate.check(lockdown, "{}", servers, caller("ada"));
    gate.checkLogin(servers.getFirst(), caller("ada"));

    OWNER.delete(PATH + "/" + id);
    OWNER.delete(PATH + "/" + commands);
  }

  @Test
  void shouldRefuseARuleThatNamesWhatIsNotThere() {
    OWNER.post("/api/v1/servers", Fixtures.server("policy-6"));
    Map<String, Object> rule = new HashMap<>(Map.of("effect", "deny", "everything", true));

    assertThat(with(rule, "selector", "policy-66").body()).contains("no server 'policy-66'");
    assertThat(with(rule, "selector", "policy-6,!policy-66").status()).isEqualTo(422);
    assertThat(with(rule, "selector", "test=policy-66").body()).contains("no server is selected");
    rule.put("selector", "policy-6");
    assertThat(with(rule, "user", "nobody-here").body()).contains("no user 'nobody-here'");
    assertThat(with(rule, "operation", "exce").body()).contains("no operation 'exce'");
    rule.put("user", "nobody-here");
    Answer forced = with(rule, "force", true);

    assertThat(forced.status()).isEqualTo(201);
    assertThat(forced.json().path("warnings").get(0).asString())
        .isEqualTo("there is no user 'nobody-here'");
    assertThat(
            OWNER
                .post(
                    PATH + "/check",
                    Map.of("selector", "policy-6", "user", "nobody", "command", List.of("id")))
                .status())
        .isEqualTo(422);
    OWNER.delete(PATH + "/" + forced.text("id"));
  }

  private static Answer with(Map<String, Object> rule, String field, Object value) {
    Map<String, Object> whole = new HashMap<>(rule);
    whole.put(field, value);
    return OWNER.post(PATH, whole);
  }

  private static void user(String name) {
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                "insert into users (name, organisation_id) values (?, 'default') on conflict do nothing",
                name));
  }

  private static Answer check(String selector, String line) {
    return OWNER.post(PATH + "/check", Map.of("selector", selector, "command", List.of(line)));
  }
}
