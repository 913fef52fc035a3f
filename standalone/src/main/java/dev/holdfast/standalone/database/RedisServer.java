package dev.holdfast.standalone.database;

import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.OwnerFiles;
import dev.holdfast.standalone.home.Secrets;
import dev.holdfast.standalone.home.ServiceUser;
import dev.holdfast.standalone.process.ChildSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Redis on the loopback address, with a password. */
public final class RedisServer {

  public static final String PART = "redis";

  private final Home home;
  private final ServiceUser user;
  private final Secrets secrets;
  private final Path program;
  private final int port;

  public RedisServer(Home home, ServiceUser user, Secrets secrets, Path program, int port) {
    this.home = home;
    this.user = user;
    this.secrets = secrets;
    this.program = program;
    this.port = port;
  }

  public void initialise() throws IOException {
    user.directory(home.redis());
    OwnerFiles.writeIfChanged(file(), configuration(home.redis(), port, secrets.redis()));
    user.own(file());
  }

  public ChildSpec spec() {
    return new ChildSpec(
        PART,
        user.command(List.of(program.toString(), file().toString())),
        Map.of(),
        port,
        configuration(home.redis(), port, secrets.redis()),
        "TERM",
        Duration.ofSeconds(30),
        () -> check(port, secrets.redis()),
        () -> {});
  }

  /** Revoked tokens must outlive a crash, so writes are logged; nothing is ever evicted. */
  static String configuration(Path directory, int port, String password) {
    return """
    bind 127.0.0.1
    port %d
    protected-mode yes
    requirepass %s
    dir "%s"
    appendonly yes
    appendfsync everysec
    save ""
    maxmemory 64mb
    maxmemory-policy noeviction
    tcp-backlog 128
    daemonize no
    loglevel notice
    """
        .formatted(port, password, directory);
  }

  /** Signs in and asks for a PONG. */
  public static void check(int port, String password) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2000);
      socket.setSoTimeout(2000);
      String request = "AUTH " + password + "\r\nPING\r\nQUIT\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (!answer.startsWith("+OK\r\n+PONG\r\n")) {
        throw new IOException("Redis answered " + answer.lines().findFirst().orElse("nothing"));
      }
    }
  }

  private Path file() {
    return home.redis().resolve("redis.conf");
  }
}
