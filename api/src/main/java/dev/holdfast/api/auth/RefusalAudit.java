package dev.holdfast.api.auth;

import dev.holdfast.api.web.Client;
import dev.holdfast.api.web.RefusalBudget;
import dev.holdfast.platform.audit.AuditedAction;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.organisation.Organisations;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Writes into the audit what is refused before any endpoint is reached: a permission that is
 * missing, reads included, and tokens that nobody has.
 */
@Component
final class RefusalAudit {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalAudit.class);
  private static final int LONGEST_PATH = 200;

  /** Who sends a token that nobody has. */
  private static final String UNKNOWN = "unknown";

  private final CommandAudit audit;
  private final RefusalBudget budget;

  RefusalAudit(CommandAudit audit, RefusalBudget budget) {
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
    RefusalBudget.Share share = budget.of(who);
    if (share == RefusalBudget.Share.NOTHING) {
      return;
    }
    try {
      audit.action(
          new AuditedAction(
              Instant.now(),
              organisation,
              who,
              Client.of(request),
              null,
              null,
              share == RefusalBudget.Share.WHOLE
                  ? text
                  : "more requests in this minute, which are not recorded one by one",
              Outcome.REFUSED));
    } catch (RuntimeException e) {
      LOG.error("A refusal of {} is not in the audit: {}", who, text, e);
    }
  }
}
