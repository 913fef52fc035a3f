package dev.holdfast.platform.approval;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.temporal.JsonPayloads;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApprovalRuleTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final Map<String, Map<String, String>> SERVERS =
      Map.of("web-1", Map.of("env", "prod"), "web-2@acme", Map.of("env", "dev"));

  private static ApprovalRule rule(List<String> users, List<String> roles, boolean own) {
    return new ApprovalRule(List.of(), "all", false, null, 1, users, roles, own, null);
  }

  private static ApprovalRule about(List<String> operations, String selector, String hours) {
    return new ApprovalRule(
        operations, selector, false, new WeeklyHours(hours), 1, List.of(), List.of(), false, null);
  }

  @Test
  void shouldFitByOperationServerAndHours() {
    String day = "mon-sun 08:00-18:00 UTC";

    assertThat(about(List.of(), "all", day).fits("lockdown", SERVERS)).isTrue();
    assertThat(about(List.of(), "all", day).fits("lockdown", Map.of())).isTrue();
    assertThat(about(List.of("undo", "lockdown"), "env=prod", day).fits("lockdown", SERVERS))
        .isTrue();
    assertThat(about(List.of("undo"), "all", day).fits("lockdown", SERVERS)).isFalse();
    assertThat(about(List.of(), "web-2", day).fits("lockdown", SERVERS)).isTrue();
    assertThat(about(List.of(), "env=test", day).fits("lockdown", SERVERS)).isFalse();
    assertThat(about(List.of(), "all", "outside " + day).fits("lockdown", SERVERS)).isTrue();
    assertThat(about(List.of(), "all", "outside " + day).at(NOW)).isFalse();
    assertThat(about(List.of(), "all", day).at(NOW)).isTrue();
  }

  @Test
  void shouldCountWhomItNamesAndNotWhoeverStartedIt() {
    assertThat(rule(List.of(), List.of(), false).counts("bob", Set.of(), "alice")).isTrue();
    assertThat(rule(List.of(), List.of(), false).counts("alice", Set.of(), "alice")).isFalse();
    assertThat(rule(List.of(), List.of(), true).counts("alice", Set.of(), "alice")).isTrue();
    assertThat(rule(List.of("bob"), List.of(), true).counts("carol", Set.of(), "alice")).isFalse();
    assertThat(
            rule(List.of("bob"), List.of("approver"), false)
                .counts("carol", Set.of("approver"), "alice"))
        .isTrue();
    assertThat(
            rule(List.of(), List.of("approver"), false).counts("carol", Set.of("admin"), "alice"))
        .isFalse();
  }

  @Test
  void shouldBeTheSameAfterItWasStored() {
    ApprovalRule rule = about(List.of("lockdown"), "env=prod", "mon-fri 08:00-18:00 UTC");

    assertThat(JsonPayloads.read(JsonPayloads.write(rule), new TypeReference<ApprovalRule>() {}))
        .isEqualTo(rule);
  }

  @Test
  void shouldSayWhoseApprovalCounts() {
    assertThat(rule(List.of("bob"), List.of("approver"), false).from())
        .isEqualTo("bob or a user with the role approver, but not whoever started it");
    assertThat(rule(List.of(), List.of(), true).from())
        .isEqualTo("anybody who may decide on plans");
  }
}
