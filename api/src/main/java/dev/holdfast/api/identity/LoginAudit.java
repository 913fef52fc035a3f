package dev.holdfast.api.identity;

import dev.holdfast.api.web.ActionAudit;
import dev.holdfast.api.web.RefusalBudget;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.platform.organisation.Organisations;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** Writes logins into the audit, which come before anybody is known. */
@Component
public final class LoginAudit {
  /** Not the name that was typed: people type passwords there. */
  private static final String UNKNOWN = "unknown";

  private final ActionAudit audit;
  private final Users users;
  private final RefusalBudget budget;

  LoginAudit(ActionAudit audit, Users users, RefusalBudget budget) {
    this.audit = audit;
    this.users = users;
    this.budget = budget;
  }

  void refused(String user, HttpServletRequest request, String text) {
    String who = users.exists(user) ? user : UNKNOWN;
    budget
        .recorded("login/" + who, text)
        .ifPresent(told -> wrote(who, request, told, Outcome.REFUSED));
  }

  void wrote(String user, HttpServletRequest request, String text, Outcome outcome) {
    audit.write(
        request, users.organisation(user).orElse(Organisations.DEFAULT), user, text, outcome);
  }
}
