package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.server.Server;

/** The way to servers. Thread-safe; every failure is an {@link SshException} with its type. */
public interface Ssh extends AutoCloseable {

  /**
   * Runs a command to its end over a pooled connection and returns what it printed.
   *
   * <p>Nothing is kept of it: for a command that changes something use the journal.
   */
  ExecResult exec(Server server, Command command);

  /**
   * Proves with a <em>new</em> TCP connection that one can authenticate, run sudo and open SFTP.
   *
   * @param port where to connect to, which may differ from the registered port
   */
  void prove(Server server, int port);

  /** Ends the pooled connections to a server, so that the next command opens a new one. */
  void forget(Server server);

  @Override
  void close();
}
