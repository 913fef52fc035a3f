package dev.holdfast.platform.credential;

import dev.holdfast.schemas.secret.SecretReference;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How the credentials of a leased secret are made.
 *
 * @param kind {@value #POSTGRESQL}: a role of a PostgreSQL
 * @param admin refers to the secret with the address of the database and the login of a role that
 *     may make roles there
 * @param grants the roles whose member each new one becomes
 * @param seconds after which a credential is revoked even if its operation goes on, {@value
 *     #SHORTEST} to {@value #LONGEST}
 */
public record LeaseTerms(String kind, String admin, List<String> grants, int seconds) {
  public static final String POSTGRESQL = "postgresql";
  public static final int SHORTEST = 60;
  public static final int LONGEST = 7 * 24 * 3600;
  private static final int MOST_GRANTS = 16;
  private static final Pattern ROLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_$-]{0,62}");

  /** What is wrong with a field of them. */
  public static final class WrongTerms extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final String field;

    WrongTerms(String field, String message) {
      super(message);
      this.field = field;
    }

    public String field() {
      return field;
    }
  }

  public LeaseTerms {
    grants = List.copyOf(grants);
    if (!kind.equals(POSTGRESQL)) {
      throw new WrongTerms("kind", "'" + kind + "' is not known; it can be " + POSTGRESQL);
    }
    if (SecretReference.find(admin).filter(named -> named.part() == null).isEmpty()) {
      throw new WrongTerms("admin", "does not have the form " + SecretReference.FORM);
    }
    if (grants.size() > MOST_GRANTS) {
      throw new WrongTerms("grants", "are more than " + MOST_GRANTS);
    }
    for (String role : grants) {
      if (!ROLE.matcher(role).matches()) {
        throw new WrongTerms(
            "grants", "'" + role + "' is not letters, digits and _ $ -, at most 63");
      }
    }
    if (seconds < SHORTEST || seconds > LONGEST) {
      throw new WrongTerms("seconds", "must be between " + SHORTEST + " and " + LONGEST);
    }
  }

  /** The secret that {@link #admin} refers to. */
  public SecretReference adminSecret() {
    return SecretReference.of(admin);
  }
}
