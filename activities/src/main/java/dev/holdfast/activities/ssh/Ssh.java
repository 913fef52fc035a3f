package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.server.Server;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** The way to servers. Thread-safe; every failure is an {@link SshException} with its type. */
public interface Ssh extends AutoCloseable {

  /**
   * Runs a command to its end over a pooled connection and returns what it printed.
   *
   * <p>Nothing is kept of it: for a command that changes something use the journal.
   */
  default ExecResult exec(Server server, Command command) {
    BoundedOutput out = new BoundedOutput(command.outputLimit());
    BoundedOutput err = new BoundedOutput(command.outputLimit());
    InputStream in = new ByteArrayInputStream(command.stdin().getBytes(StandardCharsets.UTF_8));
    int exitCode = stream(server, command, new Streams(in, out, err));
    return new ExecResult(
        exitCode,
        new String(out.bytes(), StandardCharsets.UTF_8),
        new String(err.bytes(), StandardCharsets.UTF_8));
  }

  /**
   * Runs a command to its end over a pooled connection; whatever it prints passes through without
   * being kept, however much it is. An interrupt of the calling thread ends the channel.
   *
   * @param command its {@code stdin} and {@code outputLimit} have no meaning here
   * @return the exit code, 0–255; 128 + n if signal n ended the command
   */
  int stream(Server server, Command command, Streams streams);

  /**
   * Does work over an SFTP channel of a pooled connection, as the login user. The work may be
   * started on a second connection where the first proves broken before it has begun. An interrupt
   * of the calling thread ends what waits for the server.
   *
   * @return what the work returned
   * @throws SshException also of type NO_SFTP, where the server opens no SFTP
   * @throws java.io.UncheckedIOException with the work's own IOException
   */
  <T> T sftp(Server server, SftpWork<T> work);

  /**
   * Does work over connections to a Unix socket of the server, as the login user: channels of a
   * pooled connection that have no process on the server and do not count for MaxSessions. The
   * calling thread and those that the work uses must not be interrupted in a write, which would end
   * the connection for everybody on it.
   *
   * @param path of the socket
   * @return what the work returned
   * @throws SshException also of type NO_SOCKET, where the server does not connect, which never
   *     tells why; the work was not begun then
   */
  <T> T socket(Server server, String path, Function<RemoteSockets, T> work);

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
