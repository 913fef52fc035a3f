package dev.holdfast.api.approvals;

import dev.holdfast.api.operations.Steerer;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.quorum.Quorum;
import dev.holdfast.platform.approval.ApprovalRule.Escalation;
import dev.holdfast.platform.approval.ApprovalRules;
import dev.holdfast.platform.operation.Approvals;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.operation.Steering.Decision;
import dev.holdfast.schemas.server.ServerNames;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Rejects plans on which nobody has decided in the time that an approval rule gives them, and tells
 * when more people are asked. Both have their effect once, however many processes do it.
 */
@Component
final class ApprovalDeadlines implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(ApprovalDeadlines.class);
  private static final Duration EVERY = Duration.ofSeconds(15);

  private final ApprovalRules rules;
  private final Approvals approvals;
  private final Operations operations;
  private final Quorum quorum;
  private final Steerer steerer;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("approval-deadlines").factory());

  ApprovalDeadlines(
      ApprovalRules rules,
      Approvals approvals,
      Operations operations,
      Quorum quorum,
      Steerer steerer) {
    this.rules = rules;
    this.approvals = approvals;
    this.operations = operations;
    this.quorum = quorum;
    this.steerer = steerer;
    var _ =
        timer.scheduleWithFixedDelay(
            () -> {
              try {
                look(Instant.now());
              } catch (RuntimeException e) {
                LOG.warn("Plans that wait could not be looked at, again soon: {}", e.toString());
              }
            },
            EVERY.toMillis(),
            EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Does what is due at this moment. */
  void look(Instant now) {
    for (String organisation : rules.timed()) {
      for (Approvals.Waiting plan : approvals.waiting(organisation)) {
        String server =
            plan.server() == null ? null : ServerNames.full(organisation, plan.server());
        operations.find(plan.id()).ifPresent(operation -> look(operation, plan, server, now));
      }
    }
  }

  private void look(
      StoredOperation operation, Approvals.Waiting plan, @Nullable String server, Instant now) {
    for (ApprovalRules.Named rule : quorum.timed(operation, server)) {
      Instant expires = rule.rule().expiry(plan.since());
      Instant escalates = rule.rule().escalates(plan.since());
      Escalation escalation = rule.rule().escalation();
      if (expires != null && !now.isBefore(expires)) {
        reject(plan, server, rule);
        return;
      }
      if (escalation != null && escalates != null && !now.isBefore(escalates)) {
        approvals.escalate(plan.id(), server, plan.planHash(), rule.name(), escalation.to());
      }
    }
  }

  private void reject(Approvals.Waiting plan, @Nullable String server, ApprovalRules.Named rule) {
    String by = "the approval rule '" + rule.name() + "'";
    String why = "not approved in its time";
    try {
      steerer.update(
          plan.id(),
          server == null ? plan.id() : plan.id() + "/" + server,
          "reject",
          new Decision(server, plan.planHash(), by, why));
      approvals.record(plan.id(), server, plan.planHash(), false, by, why, false);
      LOG.info("{} was rejected by {}: {}", plan.id(), by, why);
    } catch (ApiException e) {
      // Somebody was faster, or no worker hears it now: then it is due once more.
      LOG.info("{} is not rejected yet: {}", plan.id(), e.getMessage());
    }
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }
}
