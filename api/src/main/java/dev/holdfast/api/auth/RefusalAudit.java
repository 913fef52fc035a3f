package dev.holdfast.api.auth;

import dev.holdfast.api.web.Client;
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
 * missing, reads included, and tokens that nobody has. How many there can be is limited by the
 * caller's requests and by an address's failures.
 */
@Component
final class RefusalAudit {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalAudit.class);
  private static final int LONGEST_PATH = 200;

  /** Who sends a token that nobody has. */
  private static final String UNKNOWN = "unknown";

  private final CommandAudit audit;

  RefusalAudit(CommandAudit audit) {
    this.audit = audit;
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
    try {
      audit.action(
          new AuditedAction(
              Instant.now(),
              organisation,
              who,
              Client.of(request),
              null,
              null,
              text,
              Outcome.REFUSED));
    } catch (RuntimeException e) {
      LOG.error("A refusal of {} is not in the audit: {}", who, text, e);
    }
  }
}
