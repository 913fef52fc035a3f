package dev.holdfast.api.auth;

import dev.holdfast.platform.identity.Identity;
import dev.holdfast.platform.identity.Subject;
import dev.holdfast.platform.identity.TokenKind;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request, with what is granted to them at this moment; an attribute of every request
 * that had to authenticate.
 *
 * @param address where the request comes from
 * @param organisation in which they act: their own, unless they are platform-wide administrators
 */
public record Caller(Identity identity, Subject subject, String address, String organisation) {
  /** The name of the request attribute. */
  public static final String ATTRIBUTE = "caller";

  /** Somebody who acts in their own organisation. */
  public Caller(Identity identity, Subject subject, String address) {
    this(identity, subject, address, identity.organisation());
  }

  /** The same, acting in another organisation. */
  Caller in(String other) {
    return new Caller(identity, new Subject(subject.user(), other, subject.held()), address, other);
  }

  /** Whether they may act in every organisation, and for the platform as a whole. */
  public boolean platformWide() {
    return identity.admin();
  }

  public String name() {
    return identity.user();
  }

  /**
   * The organisation in which what belongs to a user is looked for: one's own stays that of one's
   * own organisation, wherever one acts.
   *
   * @param user null for everybody
   */
  public String organisationOf(@Nullable String user) {
    return name().equals(user) ? identity.organisation() : organisation;
  }

  /** Whether somebody has logged in to send it, who could do so again. */
  public boolean bySession() {
    return kind() == TokenKind.ACCESS || kind() == TokenKind.SESSION;
  }

  public TokenKind kind() {
    return identity.kind();
  }
}
