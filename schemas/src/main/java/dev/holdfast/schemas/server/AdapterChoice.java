package dev.holdfast.schemas.server;

/**
 * Which SSH client reaches a server, for commands and for files.
 *
 * @param adapter never {@link SshAdapter#AUTO}
 * @param why in words that follow "because"
 */
public record AdapterChoice(SshAdapter adapter, String why) {
  public AdapterChoice {
    if (adapter == SshAdapter.AUTO) {
      throw new IllegalArgumentException("adapter: auto cannot be chosen");
    }
  }

  /** What is known before a server was ever reached. */
  public static AdapterChoice first(Server server) {
    return switch (server.adapter()) {
      case AUTO ->
          new AdapterChoice(
              SshAdapter.SSHJ,
              "it is the faster for commands and for files, and nothing needs the other");
      case SSHJ -> new AdapterChoice(SshAdapter.SSHJ, "it is set for the server");
      case MINA -> new AdapterChoice(SshAdapter.MINA, "it is set for the server");
    };
  }
}
