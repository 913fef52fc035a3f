package dev.holdfast.api.web;

import dev.holdfast.platform.audit.AuditedAction;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.audit.CommandAudit;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Writes into the audit what a request did, or was not let do. A request does not fail because that
 * could not be written; then the log says what is missing.
 */
@Component
public final class ActionAudit {
  private static final Logger LOG = LoggerFactory.getLogger(ActionAudit.class);

  private final CommandAudit audit;

  ActionAudit(CommandAudit audit) {
    this.audit = audit;
  }

  /**
   * Writes an action that is about no server and no operation.
   *
   * @param text in the words of the command line; never a secret
   */
  public void write(
      HttpServletRequest request, String organisation, String who, String text, Outcome outcome) {
    write(request, organisation, who, null, null, text, outcome);
  }

  /**
   * Writes an action.
   *
   * @param server its full name
   * @param text in the words of the command line; never a secret
   */
  public void write(
      HttpServletRequest request,
      String organisation,
      String who,
      @Nullable String server,
      @Nullable String operation,
      String text,
      Outcome outcome) {
    try {
      audit.action(
          new AuditedAction(
              Instant.now(),
              organisation,
              who,
              Client.of(request),
              server,
              operation,
              text,
              outcome));
    } catch (RuntimeException e) {
      LOG.error("What {} did is not in the audit: {}", who, text, e);
    }
  }
}
