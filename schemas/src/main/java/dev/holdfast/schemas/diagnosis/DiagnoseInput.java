package dev.holdfast.schemas.diagnosis;

import java.util.Objects;

/**
 * How far servers are looked over.
 *
 * @param loginOnly whether only the way to the server, the login and sudo are looked at; not by
 *     default
 */
public record DiagnoseInput(Boolean loginOnly) {
  public DiagnoseInput {
    loginOnly = Objects.requireNonNullElse(loginOnly, false);
  }
}
