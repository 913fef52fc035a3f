package dev.holdfast.activities.ssh;

/** Connects to one Unix socket of one server, as often as it is asked to. Thread-safe. */
@FunctionalInterface
public interface RemoteSockets {

  /**
   * One more connection, which the caller closes.
   *
   * @throws SshException where the server does not connect
   */
  RemoteSocket connect();
}
