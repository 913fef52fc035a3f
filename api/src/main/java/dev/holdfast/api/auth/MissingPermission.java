package dev.holdfast.api.auth;

import dev.holdfast.platform.identity.Decision;
import java.util.List;
import org.springframework.security.authorization.AuthorizationDecision;

/** A refusal that names what would have been needed. */
final class MissingPermission extends AuthorizationDecision {
  static final String CODE = "permission-missing";
  private static final long serialVersionUID = 1;
  private static final int NAMED = 10;

  private final String message;

  /** Whether it is answered like something that is not there. */
  private final boolean unknown;

  MissingPermission(Decision.Denied denied) {
    this(message(denied), false);
  }

  private MissingPermission(String message, boolean unknown) {
    super(false);
    this.message = message;
    this.unknown = unknown;
  }

  /** Of another organisation: whoever may see all operations of theirs learns nothing of it. */
  static MissingPermission unknownOperation(String id) {
    return new MissingPermission("There is no operation '" + id + "'.", true);
  }

  /** What belongs to no organisation is out of reach for everybody who belongs to one. */
  static MissingPermission platformWide() {
    return new MissingPermission(
        "Only an administrator of the platform as a whole may do this.", false);
  }

  String message() {
    return message;
  }

  boolean unknown() {
    return unknown;
  }

  static String message(Decision.Denied denied) {
    List<String> outside = denied.outside();
    if (!denied.scoped()) {
      return "You lack the permission " + denied.missing() + ".";
    }
    if (outside.isEmpty()) {
      return "Your permission "
          + denied.missing()
          + " is for some servers only, and does not reach this.";
    }
    String names = String.join(", ", outside.subList(0, Math.min(NAMED, outside.size())));
    return "Your permission "
        + denied.missing()
        + " does not reach "
        + names
        + (outside.size() > NAMED ? " and " + (outside.size() - NAMED) + " more" : "")
        + ".";
  }
}
