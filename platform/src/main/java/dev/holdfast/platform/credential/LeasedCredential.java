package dev.holdfast.platform.credential;

import dev.holdfast.schemas.secret.SecretReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A login that was made for one operation; kept encrypted.
 *
 * @param admin the address with the login by which it was made
 * @param adminSecret refers to the secret that this came from
 * @param role with which the operation logs in
 * @param password of the role
 * @param grants the roles whose member it is
 */
public record LeasedCredential(
    String admin, String adminSecret, String role, String password, List<String> grants) {
  public LeasedCredential {
    grants = List.copyOf(grants);
  }

  /** What a reference to it, or to a part of it, stands for. */
  public String value(SecretReference.@Nullable Part part) {
    return switch (part) {
      case null -> PostgresAddress.of(admin).as(role, password).uri();
      case USER -> role;
      case PASSWORD -> password;
    };
  }

  /** Says nothing of passwords. */
  @Override
  public String toString() {
    return "LeasedCredential[" + role + "]";
  }
}
