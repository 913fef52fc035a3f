package dev.holdfast.platform.policy;

import dev.holdfast.schemas.command.CommandRule;
import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.server.Server;
import java.util.Map;

/**
 * What the policy is asked: may this run there, for this person?
 *
 * @param operation the operation's name in the catalogue
 * @param root with root's rights, because of sudo or because the login is root's
 */
public record CommandRequest(
    String organisation,
    String operation,
    String server,
    Map<String, String> labels,
    String initiator,
    boolean root,
    Invocation invocation) {

  /**
   * A command for a server.
   *
   * @param sudo whether it is to run with sudo
   */
  public static CommandRequest of(
      String operation, Server server, String initiator, boolean sudo, Invocation invocation) {
    return new CommandRequest(
        CommandRule.DEFAULT_ORGANISATION,
        operation,
        server.name(),
        server.labels(),
        initiator,
        sudo || server.user().equals("root") || Unwrapped.becomesRoot(invocation),
        invocation);
  }
}
