package dev.holdfast.platform.audit;

import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did to the platform itself: a rule, a server, an approval.
 *
 * @param client from where: the address, and the program as it names itself
 * @param server that it is about; null for none
 * @param operation that it is about; null for none
 * @param text what was done, without secrets
 */
public record AuditedAction(
    Instant at,
    String organisation,
    String initiator,
    String client,
    @Nullable String server,
    @Nullable String operation,
    String text,
    Outcome outcome) {
  private static final int LONGEST = 2000;
  private static final int LONGEST_CLIENT = 200;

  public AuditedAction {
    // As the database has it, which rounds: a record must not come into another month by that.
    at = at.truncatedTo(ChronoUnit.MICROS);
    text = printable(text, LONGEST);
    client = printable(client, LONGEST_CLIENT);
  }

  private static String printable(String text, int most) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= most ? clean : clean.substring(0, most - 1) + "…";
  }
}
