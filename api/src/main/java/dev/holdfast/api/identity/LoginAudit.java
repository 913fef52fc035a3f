package dev.holdfast.api.identity;

import dev.holdfast.api.web.Client;
import dev.holdfast.platform.audit.AuditedAction;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.platform.organisation.Organisations;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Writes logins into the audit, which come before anybody is known. */
@Component
final class LoginAudit {
  private static final Logger LOG = LoggerFactory.getLogger(LoginAudit.class);

  /** Not the name that was typed: people type passwords there. */
  private static final String UNKNOWN = "unknown";

  private final CommandAudit audit;
  private final Users users;

  LoginAudit(CommandAudit audit, Users users) {
    this.audit = audit;
    this.users = users;
  }

  void refused(String user, HttpServletRequest request, String text) {
    wrote(users.exists(user) ? user : UNKNOWN, request, text, Outcome.REFUSED);
  }

  void wrote(String user, HttpServletRequest request, String text, Outcome outcome) {
    try {
      audit.action(
          new AuditedAction(
              Instant.now(),
              users.organisation(user).orElse(Organisations.DEFAULT),
              user,
              Client.of(request),
              null,
              null,
              text,
              outcome));
    } catch (RuntimeException e) {
      LOG.error("A login of {} is not in the audit: {}", user, text, e);
    }
  }
}
