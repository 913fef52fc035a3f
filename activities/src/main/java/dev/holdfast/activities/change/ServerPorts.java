package dev.holdfast.activities.change;

/** Where it is kept which port a server's sshd is reached on. */
@FunctionalInterface
public interface ServerPorts {

  /** From now on the server is reached on this port. */
  void moved(String server, int port);
}
