package dev.holdfast.schemas.change;

/**
 * The password that Holdfast types for sudo, which is that of the login user; never its value.
 *
 * @param user the login user
 */
public record SudoPasswordResource(String user) implements Resource {
  @Override
  public String subject() {
    return "sudo-password:" + user;
  }
}
