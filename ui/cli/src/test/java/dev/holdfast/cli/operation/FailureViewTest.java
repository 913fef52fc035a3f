package dev.holdfast.cli.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Documents;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Style;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FailureViewTest {
  private static final String UNIT =
      """
      {"code":"command-failed","message":"it does not start","component":"systemd",
       "service":"nginx.service","state":"failed","step":"apply/unit","retryable":false}\
      """;

  private static List<String> lines(String failure) {
    return FailureView.lines(Json.parse(failure));
  }

  @Test
  void shouldSayWhereItAroseAndWhatItIsAbout() {
    assertThat(lines(UNIT))
        .containsExactly(
            "systemd · command-failed", "  nginx.service is failed", "  step: apply/unit");
    assertThat(
            lines(
                """
                {"code":"unreachable","message":"no answer","component":"ssh","retryable":true}
                """))
        .containsExactly("ssh · unreachable · retryable");
    assertThat(lines("{}")).hasSize(1);
    assertThat(FailureView.lines(Json.object().path("failure"))).isEmpty();
  }

  @Test
  void shouldShowRuleCausesAndRemedyWithoutSteeringTheTerminal() {
    assertThat(
            lines(
                """
                {"code":"refused","message":"no","component":"policy","retryable":false,
                 "rule":"rule 3 (deny reboot)","remedy":"ask ann\\u001b[2J",
                 "causes":[{"code":"no-sudo","message":"a\\nb"},{"code":"bad-input","message":"no"},{"message":"errno 13"}]}
                """))
        .containsExactly(
            "policy · refused",
            "  rule: 3 (deny reboot)",
            "  caused by: a b (no-sudo)",
            "  caused by: errno 13",
            "  what to do: ask ann?[2J");
  }

  @Test
  void shouldTellServersThatFailedAlikeOnce() {
    Operation operation =
        Operation.of(
            Json.parse(
                Documents.operation(
                    "failed", with("web-1", UNIT), with("web-2", UNIT), with("web-3", null))));

    assertThat(FailureView.ofServers(operation, new Style(false)))
        .containsExactly(
            "web-1, web-2: systemd · command-failed",
            "  nginx.service is failed",
            "  step: apply/unit");
  }

  @Test
  void shouldCountWhatItDoesNotList() {
    String[] servers = new String[10];
    for (int i = 0; i < servers.length; i++) {
      servers[i] = with("web-" + i, UNIT.replace("nginx", "unit" + i));
    }

    assertThat(
            FailureView.ofServers(
                Operation.of(Json.parse(Documents.operation("failed", servers))), new Style(false)))
        .hasSize(8 * 3 + 1)
        .endsWith("and 2 more kinds of failures");
  }

  private static String with(String server, @Nullable String failure) {
    String plain = Documents.onServer(server, "failed", 0, 0, "it failed");
    return failure == null
        ? plain
        : plain.substring(0, plain.length() - 1) + ",\"failure\":" + failure + "}";
  }
}
