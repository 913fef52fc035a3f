package dev.holdfast.schemas.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A machine that we manage over SSH.
 *
 * @param name the full one, {@link ServerNames#full}: no other server of the platform has it
 * @param address a host name or IP address, without the port
 * @param port the TCP port of its sshd, 1–65535
 * @param user the login user; must be root or able to {@code sudo}
 * @param credential the name of the secret that holds the login key; there is none where an agent
 *     logs in
 * @param hostKeys the pinned host keys; a connection to any other key is refused
 * @param labels what selectors match, such as {@code env=prod}
 * @param region where workers should be to reach it, if that matters
 * @param access how it is reached and trusted, where that is more than the above
 * @param id of its registration, {@code srv-…}: never changed, never given to another; null where
 *     it is not registered (yet)
 * @param aliasOf the name under which this machine was registered first, whose lease is the lease
 *     of the machine; null for a server that is no alias
 */
public record Server(
    String name,
    String address,
    int port,
    String user,
    String credential,
    List<HostKey> hostKeys,
    Map<String, String> labels,
    @Nullable String region,
    Access access,
    @Nullable String id,
    @Nullable String aliasOf) {
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._/-]{0,61}[A-Za-z0-9])?");

  public Server {
    ServerNames.requireFullName(name);
    ServerNames.requireAddress(address);
    ServerNames.requireUser(user);
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port: " + port + " is not between 1 and 65535");
    }
    labels.forEach((key, value) -> {
      require(LABEL, key, "labels", "letters, digits and . _ / - (at most 63)");
      require(LABEL, value, "labels." + key, "letters, digits and . _ / - (at most 63)");
    });
    if (name.equals(aliasOf)) {
      throw new IllegalArgumentException("aliasOf: a server is not its own alias");
    }
    if (name.equals(access.jump())) {
      throw new IllegalArgumentException("jump: a server is not reached through itself");
    }
    hostKeys = List.copyOf(hostKeys);
    labels = Map.copyOf(labels);
  }

  /** A server that is not registered. */
  public Server(
      String name,
      String address,
      int port,
      String user,
      String credential,
      List<HostKey> hostKeys,
      Map<String, String> labels,
      @Nullable String region,
      Access access) {
    this(name, address, port, user, credential, hostKeys, labels, region, access, null, null);
  }

  /** A server that is not registered, and is reached in the plain way. */
  public Server(
      String name,
      String address,
      int port,
      String user,
      String credential,
      List<HostKey> hostKeys,
      Map<String, String> labels,
      @Nullable String region) {
    this(name, address, port, user, credential, hostKeys, labels, region, Access.PLAIN);
  }

  /** The same server, reached and trusted in another way. */
  public Server with(Access other) {
    return new Server(
        name, address, port, user, credential, hostKeys, labels, region, other, id, aliasOf);
  }

  /** The same server with these pinned host keys. */
  public Server withHostKeys(List<HostKey> pinned) {
    return new Server(
        name, address, port, user, credential, pinned, labels, region, access, id, aliasOf);
  }

  /** The same server with its sshd on another port. */
  public Server withPort(int other) {
    return new Server(
        name, address, other, user, credential, hostKeys, labels, region, access, id, aliasOf);
  }

  /** The same server, logged in to with the key that another secret holds. */
  public Server withCredential(String other) {
    return new Server(
        name, address, port, user, other, hostKeys, labels, region, access, id, aliasOf);
  }

  /** Whether who is reached may be another than by the other: by address, port, user or jump. */
  public boolean leadsElsewhereThan(Server other) {
    return !address.equals(other.address)
        || port != other.port
        || !user.equals(other.user)
        || !jump().equals(other.jump());
  }

  /** Its name within its organisation: lower-case letters, digits, {@code . _ -}, at most 63. */
  public String nameWithin() {
    return ServerNames.within(name);
  }

  /** The organisation that it belongs to. */
  public String organisation() {
    return ServerNames.organisation(name);
  }

  /** The SSH client that reaches it. */
  public SshAdapter adapter() {
    return access.adapter();
  }

  /** The name of the server through which this one is reached. */
  public Optional<String> jump() {
    return Optional.ofNullable(access.jump());
  }

  private static void require(Pattern pattern, String value, String field, String form) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(field + ": '" + value + "' is not " + form);
    }
  }
}
