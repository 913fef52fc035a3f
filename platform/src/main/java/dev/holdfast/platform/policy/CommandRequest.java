package dev.holdfast.platform.policy;

import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.server.Server;
import java.util.Map;

/**
 * What the policy is asked: may this run there, for this person?
 *
 * @param operation the operation's name in the catalogue
 * @param root with root's rights, because of sudo or because the login is root's
 * @param reading what is to be run, as it was read
 */
public record CommandRequest(
    String organisation,
    String operation,
    String server,
    Map<String, String> labels,
    String initiator,
    boolean root,
    CommandReading reading) {

  CommandRequest(
      String organisation,
      String operation,
      String server,
      Map<String, String> labels,
      String initiator,
      boolean root,
      Invocation invocation) {
    this(organisation, operation, server, labels, initiator, root, CommandReading.of(invocation));
  }

  /**
   * A command for a server.
   *
   * @param sudo whether it is to run with sudo
   */
  public static CommandRequest of(
      String operation, Server server, String initiator, boolean sudo, CommandReading reading) {
    return new CommandRequest(
        server.organisation(),
        operation,
        server.name(),
        server.labels(),
        initiator,
        sudo || server.user().equals("root"),
        reading);
  }

  /** What is to be run. */
  public Invocation invocation() {
    return reading.invocation();
  }

  /** Whether any of it visibly runs with root's rights. */
  public boolean asRoot() {
    return root || reading.becomesRoot();
  }
}
