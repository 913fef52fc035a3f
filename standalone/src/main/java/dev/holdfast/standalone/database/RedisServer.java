package dev.holdfast.standalone.database;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.tls.ClientTls;
import dev.holdfast.standalone.certificate.Certificates;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.OwnerFiles;
import dev.holdfast.standalone.home.RolePasswords;
import dev.holdfast.standalone.home.ServiceUser;
import dev.holdfast.standalone.process.ChildSpec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Redis on the loopback address, with mutual TLS and a password. */
public final class RedisServer {

  public static final String PART = "redis";

  private static final int TIMEOUT_MILLIS = 5000;

  private final Home home;
  private final ServiceUser user;
  private final RolePasswords secrets;
  private final Path program;
  private final int port;
  private final ServedCertificate certificate;
  private final PlatformConfig.Redis client;

  public RedisServer(
      Home home,
      ServiceUser user,
      RolePasswords secrets,
      Path program,
      int port,
      Certificates certificates) {
    this.home = home;
    this.user = user;
    this.secrets = secrets;
    this.program = program;
    this.port = port;
    this.certificate =
        new ServedCertificate(
            home.redis().resolve("tls"), user, certificates.redis(), certificates);
    this.client = client(port, secrets, certificates);
  }

  /** What a client of it needs. */
  public static PlatformConfig.Redis client(
      int port, RolePasswords secrets, Certificates certificates) {
    return new PlatformConfig.Redis(
        "rediss://127.0.0.1:" + port, secrets.redis(), certificates.redisTls());
  }

  public void initialise() throws IOException {
    user.directory(home.redis());
    certificate.place();
    OwnerFiles.writeIfChanged(file(), configuration());
    user.own(file());
  }

  public ChildSpec spec() throws IOException {
    return new ChildSpec(
        PART,
        user.command(List.of(program.toString(), file().toString())),
        Map.of(),
        port,
        configuration() + certificate.fingerprint(),
        "TERM",
        Duration.ofSeconds(30),
        () -> check(client),
        () -> {});
  }

  /** Lets it read a renewed certificate: it does when it is told where the certificate is. */
  public void renewCertificate() throws IOException {
    if (certificate.place()) {
      ask(client, "CONFIG SET tls-cert-file \"" + certificate.files().certificate() + "\"", "+OK");
    }
  }

  private String configuration() {
    return configuration(home.redis(), port, secrets.redis(), certificate.files());
  }

  /** Revoked tokens must outlive a crash, so writes are logged; nothing is ever evicted. */
  static String configuration(
      Path directory, int port, String password, CertificateFiles certificate) {
    return """
    bind 127.0.0.1
    port 0
    tls-port %d
    tls-cert-file "%s"
    tls-key-file "%s"
    tls-ca-cert-file "%s"
    tls-auth-clients yes
    tls-protocols "TLSv1.3"
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
        .formatted(
            port,
            certificate.certificate(),
            certificate.key(),
            certificate.authority(),
            password,
            directory);
  }

  /** Signs in and asks for a PONG. */
  public static void check(PlatformConfig.Redis redis) throws IOException {
    ask(redis, "PING", "+PONG");
  }

  private static void ask(PlatformConfig.Redis redis, String command, String expected)
      throws IOException {
    URI address = URI.create(redis.url());
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(address.getHost(), address.getPort()), TIMEOUT_MILLIS);
      plain.setSoTimeout(TIMEOUT_MILLIS);
      PlatformConfig.Tls tls = redis.tls();
      try (Socket socket = tls == null ? plain : secured(plain, address, tls)) {
        String request = "AUTH " + redis.password() + "\r\n" + command + "\r\nQUIT\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!answer.startsWith("+OK\r\n" + expected + "\r\n")) {
          throw new IOException(
              "Redis answered " + answer.lines().reduce((_, last) -> last).orElse("nothing"));
        }
      }
    }
  }

  private static Socket secured(Socket plain, URI address, PlatformConfig.Tls tls)
      throws IOException {
    SSLSocket socket =
        (SSLSocket)
            ClientTls.context(tls)
                .getSocketFactory()
                .createSocket(plain, address.getHost(), address.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    return socket;
  }

  private Path file() {
    return home.redis().resolve("redis.conf");
  }
}
