package dev.holdfast.api.auth;

import dev.holdfast.api.web.ActionAudit;
import dev.holdfast.api.web.RefusalBudget;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.organisation.Organisations;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/**
 * Writes into the audit what is refused before any endpoint is reached: a permission that is
 * missing, reads included, and tokens that nobody has.
 */
@Component
final class RefusalAudit {
  private static final int LONGEST_PATH = 200;

  /** Who sends a token that nobody has. */
  private static final String UNKNOWN = "unknown";

  private final ActionAudit audit;
  private final RefusalBudget budget;

  RefusalAudit(ActionAudit audit, RefusalBudget budget) {
    this.audit = audit;
    this.budget = budget;
  }

  void forbidden(HttpServletRequest request) {
    if (request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller) {
      write(caller.organisation(), caller.name(), request, called(request));
    }
  }

  void unknownToken(HttpServletRequest request) {
    write(
        Organisations.DEFAULT,
        UNKNOWN,
        request,
        called(request) + " with a token that is not valid");
  }

  /** Without the query, which may hold what is nobody's business; paths hold names and ids. */
  private static String called(HttpServletRequest request) {
    String path = request.getRequestURI().replaceFirst("^/api/v1(?=/)", "");
    return request.getMethod()
        + " "
        + (path.length() > LONGEST_PATH ? path.substring(0, LONGEST_PATH) + "…" : path);
  }

  private void write(String organisation, String who, HttpServletRequest request, String text) {
    budget
        .recorded(who, text)
        .ifPresent(told -> audit.write(request, organisation, who, told, Outcome.REFUSED));
  }
}
