package dev.holdfast.api.sso;

import dev.holdfast.api.web.ActionAudit;
import dev.holdfast.api.web.RefusalBudget;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes the steps of logins through identity providers into the audit, and why one is refused. */
@Component
final class LoginSteps {
  private static final String UNKNOWN = "unknown";
  private static final String LOGIN = "login --sso: ";

  private final ActionAudit audit;
  private final RefusalBudget budget;

  LoginSteps(ActionAudit audit, RefusalBudget budget) {
    this.audit = audit;
    this.budget = budget;
  }

  /** Somebody who is not known yet has done it; of very many not each is recorded. */
  void unknown(HttpServletRequest request, String organisation, String text, Outcome outcome) {
    budget
        .recorded("provider-login/" + organisation, LOGIN + text)
        .ifPresent(told -> audit.write(request, organisation, UNKNOWN, told, outcome));
  }

  void succeeded(HttpServletRequest request, String organisation, String user, String text) {
    audit.write(request, organisation, user, LOGIN + text, Outcome.SUCCEEDED);
  }

  /**
   * @param user null where nobody is known
   */
  void refused(
      HttpServletRequest request, String organisation, @Nullable String user, String reason) {
    if (user == null) {
      unknown(request, organisation, reason, Outcome.REFUSED);
    } else {
      audit.write(request, organisation, user, LOGIN + reason, Outcome.REFUSED);
    }
  }
}
