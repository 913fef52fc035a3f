package dev.holdfast.api.policies;

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
import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.RunsCommands;
import dev.holdfast.schemas.copy.CopyInput;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.server.Selector;
import java.util.List;
import java.util.Map;
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
    OWNER.post("/api/v1/servers", Fixtures.server("policy-2"));
    String id =
        OWNER
            .post(
                PATH,
                Map.of("effect", "allow", "selector", "policy-2", "glob", "systemctl status *"))
            .text("id");
    var gate = PLATFORM.part(CommandGate.class);
    var operation = new OperationType("exec", "Run", "Runs.", Typed.class);
    var servers = PLATFORM.part(Servers.class).select(new Selector("policy-2"));
    String input = "{\"command\":[\"mysql --password=hunter2; reboot\"],\"asRoot\":false}";

    assertThatThrownBy(() -> gate.check(operation, input, servers, "ada"))
        .asInstanceOf(type(ApiException.class))
        .satisfies(e -> {
          assertThat(e.problem().status()).isEqualTo(403);
          assertThat(e.problem().code()).isEqualTo("command-refused");
          assertThat(e.problem().detail())
              .contains("policy-2", "rule " + id, "administrator")
              .doesNotContain("hunter2");
        });
    gate.check(
        operation, "{\"command\":[\"systemctl status nginx\"],\"asRoot\":false}", servers, "ada");

    var written =
        PLATFORM
            .part(CommandAudit.class)
            .list(new AuditFilter("policy-2", null, "ada", null), false, null, 10)
            .items();
    assertThat(written).hasSize(1);
    assertThat(written.getFirst().outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(written.getFirst().command()).isEqualTo("mysql --password=*******; reboot");
    OWNER.delete(PATH + "/" + id);
  }

  @Test
  void shouldSeeATransferAsACommandWithThePathOnTheServer() {
    OWNER.post("/api/v1/servers", Fixtures.server("policy-3"));
    String id =
        OWNER
            .post(PATH, Map.of("effect", "deny", "selector", "policy-3", "glob", "copy /etc/*"))
            .text("id");
    var gate = PLATFORM.part(CommandGate.class);
    var operation = new OperationType("copy", "Copy", "Copies.", CopyInput.class);
    var servers = PLATFORM.part(Servers.class).select(new Selector("policy-3"));
    String input = "{\"file\":\"" + "ab".repeat(32) + "\",\"path\":\"%s\"}";

    assertThatThrownBy(
            () -> gate.check(operation, input.formatted("/etc/cron.d/x"), servers, "ada"))
        .asInstanceOf(type(ApiException.class))
        .satisfies(e -> assertThat(e.problem().detail()).contains("copy /etc/cron.d/x"));
    gate.check(operation, input.formatted("/srv/x"), servers, "ada");

    OWNER.delete(PATH + "/" + id);
  }

  private static Answer check(String selector, String line) {
    return OWNER.post(PATH + "/check", Map.of("selector", selector, "command", List.of(line)));
  }
}
