package dev.holdfast.schemas.event;

import static dev.holdfast.schemas.event.EventField.choice;
import static dev.holdfast.schemas.event.EventField.counts;
import static dev.holdfast.schemas.event.EventField.flag;
import static dev.holdfast.schemas.event.EventField.number;
import static dev.holdfast.schemas.event.EventField.text;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What can happen. A kind keeps its name and its fields for good, because receivers rely on them; a
 * new field is an optional one.
 */
public enum EventKind {
  OPERATION_STARTED(
      "operation.started",
      EventLevel.INFO,
      Audience.OPERATION,
      "An operation has begun its work.",
      Fields.OPERATION),
  OPERATION_AWAITING_APPROVAL(
      "operation.awaiting-approval",
      EventLevel.WARNING,
      Audience.OPERATION,
      "An operation waits until somebody approves or rejects its plan, or that for the server of the event.",
      Fields.OPERATION),
  OPERATION_HALTED(
      "operation.halted",
      EventLevel.WARNING,
      Audience.OPERATION,
      "An operation has failed on servers, or a gate between its waves did not hold, and waits for somebody.",
      Stream.concat(
              Fields.OPERATION.stream(),
              Stream.of(
                  choice("reason", "Why it waits.", "failures", "gate"),
                  text("until", "When it fails if nobody sees to that.")))
          .toList()),
  OPERATION_PARKED(
      "operation.parked",
      EventLevel.INFO,
      Audience.OPERATION,
      "An operation can start no server now: it waits for its window, or for servers that cannot be reached.",
      Stream.concat(
              Fields.OPERATION.stream(),
              Stream.of(
                  choice("reason", "What it waits for.", "window", "offline"),
                  text("until", "When the window opens.").optional()))
          .toList()),
  OPERATION_SUCCEEDED(
      "operation.succeeded",
      EventLevel.INFO,
      Audience.OPERATION,
      "An operation has ended, and succeeded.",
      Stream.concat(
              Fields.ENDED.stream(),
              Stream.of(
                  number("warnings", "How many steps of a runbook failed that are not critical.")
                      .optional()))
          .toList()),
  OPERATION_FAILED(
      "operation.failed",
      EventLevel.ERROR,
      Audience.OPERATION,
      "An operation has ended, and failed on a server at least.",
      Stream.concat(
              Fields.ENDED.stream(),
              Stream.of(
                  text("code", "What kind of failure it is, such as refused.").optional(),
                  text("component", "Where it arose, such as policy or servers.").optional(),
                  flag("retryable", "Whether the same may succeed when it is tried again.")
                      .optional()))
          .toList()),
  OPERATION_CANCELLED(
      "operation.cancelled",
      EventLevel.WARNING,
      Audience.OPERATION,
      "An operation has ended because somebody cancelled it or rejected its plan.",
      Fields.ENDED),
  OPERATION_UNDONE(
      "operation.undone",
      EventLevel.WARNING,
      Audience.OPERATION,
      "An operation has ended, and what it had changed is reverted.",
      Fields.ENDED),
  APPROVAL_DECIDED(
      "approval.decided",
      EventLevel.INFO,
      Audience.OPERATION,
      "Somebody has approved or rejected a plan.",
      List.of(
          choice("decision", "What was decided.", "approved", "rejected"),
          text("by", "Who has decided."),
          text("planHash", "The plan that it is about."))),
  APPROVAL_ESCALATED(
      "approval.escalated",
      EventLevel.WARNING,
      Audience.OPERATION,
      "Nobody has decided on a plan in time: more people are asked.",
      List.of(
          text("rule", "The approval rule that asks them."),
          text("to", "Whose approval counts from now on, too."),
          text("planHash", "The plan that it is about."))),
  SERVER_ADDED(
      "server.added",
      EventLevel.INFO,
      Audience.SERVER,
      "A server was registered.",
      List.of(text("address", "Where it is reached."), number("port", "Its SSH port."))),
  SERVER_REMOVED(
      "server.removed",
      EventLevel.WARNING,
      Audience.SERVER,
      "A server is registered no longer.",
      List.of()),
  CREDENTIAL_ROTATED(
      "server.credential-rotated",
      EventLevel.INFO,
      Audience.SERVER,
      "A server takes a new credential of Holdfast, and the old one no longer.",
      List.of(
          choice("credential", "What was rotated.", "login-key", "sudo-password"),
          text("operation", "The operation that has rotated it."))),
  SERVER_UNREACHABLE(
      "server.unreachable",
      EventLevel.ERROR,
      Audience.OPERATION,
      "An operation could not reach a server.",
      List.of()),
  SCHEDULE_FAILED(
      "schedule.failed",
      EventLevel.ERROR,
      Audience.PLATFORM,
      "What a schedule should have started could not be started, or has failed.",
      List.of(
          text("schedule", "The schedule's name."),
          flag("pauses", "Whether the schedule pauses until somebody resumes it."))),
  INCIDENT_OPENED(
      "incident.opened",
      EventLevel.WARNING,
      Audience.INCIDENT,
      "An incident was opened, by a person or by a signal.",
      Fields.INCIDENT),
  INCIDENT_SIGNALLED(
      "incident.signalled",
      EventLevel.WARNING,
      Audience.INCIDENT,
      "A signal came for an incident that is open, or has opened it.",
      Fields.INCIDENT),
  INCIDENT_ASSIGNED(
      "incident.assigned",
      EventLevel.INFO,
      Audience.INCIDENT,
      "An incident has another owner, or none any more.",
      Stream.concat(
              Fields.INCIDENT.stream(),
              Stream.of(text("owner", "Its owner now; absent for nobody.").optional()))
          .toList()),
  INCIDENT_SEVERITY_CHANGED(
      "incident.severity-changed",
      EventLevel.WARNING,
      Audience.INCIDENT,
      "An incident has another severity.",
      Fields.INCIDENT),
  INCIDENT_CLOSED(
      "incident.closed",
      EventLevel.INFO,
      Audience.INCIDENT,
      "An incident has ended.",
      Stream.concat(
              Fields.INCIDENT.stream(),
              Stream.of(number("signals", "How many signals came while it was open.")))
          .toList()),
  QUARANTINE_EXPIRED(
      "quarantine.expired",
      EventLevel.WARNING,
      Audience.OPERATION,
      "The time of a quarantine is over, and its container stays isolated until somebody releases it.",
      List.of(text("container", "The container."), text("why", "Why it was not released."))),
  CONTAINER_VIOLATION(
      "container.violation",
      EventLevel.WARNING,
      Audience.SERVER,
      "A container uses more than it may, or connects to where it is not expected to.",
      Fields.VIOLATION),
  CONTAINER_VIOLATION_ENDED(
      "container.violation-ended",
      EventLevel.INFO,
      Audience.SERVER,
      "A violation of a container is over.",
      Stream.concat(
              Fields.VIOLATION.stream(),
              Stream.of(
                  choice(
                      "reason",
                      "Why it is over.",
                      "back-to-normal",
                      "container-gone",
                      "not-watched")))
          .toList()),
  LOGIN_LOCKED(
      "login.locked",
      EventLevel.WARNING,
      Audience.PLATFORM,
      "Too many logins have failed: an account or an address is locked for a while.",
      List.of(
          choice("secret", "What was guessed.", "password", "code"),
          text("address", "Where the attempts came from."),
          text("user", "The account, if there is one of the name that was given.").optional())),
  LOGIN_TOKEN_REUSED(
      "login.token-reused",
      EventLevel.WARNING,
      Audience.PLATFORM,
      "A session is over: one of its refresh tokens was used twice, so that somebody may have stolen it.",
      List.of(text("user", "Whose session it was."), text("session", "Its id."))),
  SECRET_REVEALED(
      "secret.revealed",
      EventLevel.WARNING,
      Audience.PLATFORM,
      "Somebody has read the value of a secret.",
      List.of(
          text("secret", "The secret's name."),
          number("version", "The version that was read."),
          text("by", "Who has read it."))),
  SECRET_NOT_REVOKED(
      "secret.not-revoked",
      EventLevel.ERROR,
      Audience.PLATFORM,
      "A leased credential could not be revoked for a while; it is tried again until it is.",
      List.of(
          text("secret", "The secret's name."),
          text("credential", "The role that should be gone."),
          text("operation", "The operation that it was leased to."),
          number("attempts", "How often it was tried."))),
  AUDIT_CHECKPOINT(
      "audit.checkpoint",
      EventLevel.INFO,
      Audience.PLATFORM,
      "The audit up to here is signed: kept elsewhere, this shows if any of it is changed or cut off.",
      List.of(
          number("position", "The last entry that is covered."),
          text("hash", "Its hash, as hexadecimal digits."),
          text("signedAt", "When it was signed."),
          text("keyId", "The key that has signed it."),
          text("signature", "Ed25519, in Base64.")));

  /** Whoever may read this, may read the events about it. */
  public enum Audience {
    /** The operation of the event. */
    OPERATION,
    /** The server of the event. */
    SERVER,
    /** The incidents of the organisation. */
    INCIDENT,
    /** The audit of the whole platform. */
    PLATFORM
  }

  private static final class Fields {
    static final List<EventField> OPERATION =
        List.of(
            text("type", "The operation's type, such as lockdown."),
            text("initiator", "Who has started it."),
            text("selector", "The servers that it is for."),
            flag("dryRun", "Whether it changes nothing."));
    static final List<EventField> INCIDENT =
        List.of(
            text("kind", "What has happened, such as disk-full."),
            text("subject", "What it has happened to."),
            choice("severity", "How bad it is.", "low", "medium", "high", "critical"),
            text("by", "Who has done or sent it."));
    static final List<EventField> VIOLATION =
        List.of(
            text("container", "The container's name."),
            choice(
                "what",
                "What it has too much of.",
                "cpu",
                "memory",
                "connections",
                "processes",
                "destination"),
            number("value", "What it uses: percent of what it may, or how many."),
            number("limit", "What it may use."),
            text("since", "When it was seen first."),
            text("destination", "Where it connects to: address, port and protocol.").optional());
    static final List<EventField> ENDED =
        Stream.concat(
                OPERATION.stream(),
                Stream.of(counts("servers", "How many of its servers have ended in which state.")))
            .toList();
  }

  private final String word;
  private final EventLevel level;
  private final Audience audience;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // a list that nobody changes
  private final List<EventField> fields;

  EventKind(
      String word,
      EventLevel level,
      Audience audience,
      String description,
      List<EventField> fields) {
    this.word = word;
    this.level = level;
    this.audience = audience;
    this.description = description;
    this.fields = fields;
  }

  /** The name that it has outside the program. */
  public String word() {
    return word;
  }

  public EventLevel level() {
    return level;
  }

  public Audience audience() {
    return audience;
  }

  /** One sentence. */
  public String description() {
    return description;
  }

  /** The JSON Schema of the data of its events. */
  public Map<String, Object> schema() {
    return EventField.object(fields);
  }

  /** The kind of this name; empty if there is none. */
  public static Optional<EventKind> find(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }
}
