package dev.holdfast.standalone.database;

import dev.holdfast.standalone.certificate.Certificates;
import dev.holdfast.standalone.home.Commands;
import dev.holdfast.standalone.home.Directories;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.OwnerFiles;
import dev.holdfast.standalone.home.RolePasswords;
import dev.holdfast.standalone.home.ServiceUser;
import dev.holdfast.standalone.process.ChildSpec;
import dev.holdfast.standalone.process.ProcessIdentity;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The one PostgreSQL of the platform: durable, small, on the loopback address only. */
public final class PostgresServer {
  private static final Duration REAPING = Duration.ofSeconds(10);

  public static final String PART = "postgres";

  /** The role that owns the platform's tables: what works with them cannot change their guards. */
  public static final String OWNER = "holdfast_owner";

  /** The longest path of a Unix socket that the kernel takes, less the socket's own name. */
  private static final int SOCKET_DIRECTORY_LIMIT = 107 - "/.s.PGSQL.65535.lock".length();

  private static final String ACCESS =
      """
      # TYPE   DATABASE  USER  ADDRESS       METHOD
      local    all       all                 scram-sha-256
      hostssl  all       all   127.0.0.1/32  scram-sha-256
      """;

  private final Home home;
  private final ServiceUser user;
  private final RolePasswords secrets;
  private final Path programs;
  private final int port;
  private final Path authority;
  private final ServedCertificate certificate;

  public PostgresServer(
      Home home,
      ServiceUser user,
      RolePasswords secrets,
      Path programs,
      int port,
      Certificates certificates) {
    this.authority = certificates.authority();
    this.certificate =
        new ServedCertificate(
            home.postgres().resolve("tls"), user, certificates.postgres(), certificates);
    this.home = home;
    this.user = user;
    this.secrets = secrets;
    this.programs = programs;
    this.port = port;
  }

  /** Makes all that it needs before it is started. */
  public void initialise() throws IOException, InterruptedException {
    initialiseData();
    configure();
  }

  /**
   * Initialises the data directory at the first start; one that was left half-made is made again.
   */
  public void initialiseData() throws IOException, InterruptedException {
    user.directory(home.postgres());
    user.directory(sockets());
    if (!Files.isDirectory(data())) {
      Path fresh = home.postgres().resolve("data.new");
      Directories.delete(fresh);
      Path password = home.postgres().resolve("initial-password");
      OwnerFiles.write(password, secrets.postgres() + "\n");
      user.own(password);
      Commands.require(
          home.root(),
          Map.of(),
          user.command(
              List.of(
                  programs.resolve("bin/initdb").toString(),
                  "--pgdata=" + fresh,
                  "--username=postgres",
                  "--pwfile=" + password,
                  "--auth=scram-sha-256",
                  "--encoding=UTF8",
                  "--locale=C",
                  "--locale-provider=builtin",
                  "--builtin-locale=C.UTF-8",
                  "--data-checksums")));
      Files.delete(password);
      Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Configures it; the certificates have to be there. */
  public void configure() throws IOException {
    OwnerFiles.writeIfChanged(data().resolve("pg_hba.conf"), ACCESS);
    user.own(data().resolve("pg_hba.conf"));
    certificate.place();
    OwnerFiles.writeIfChanged(configurationFile(), configuration());
    user.own(configurationFile());
  }

  /** Lets it read a renewed certificate. */
  public void renewCertificate() throws IOException, SQLException {
    if (certificate.place()) {
      try (Connection connection = connect("postgres");
          Statement statement = connection.createStatement()) {
        statement.execute("SELECT pg_reload_conf()");
      }
    }
  }

  public ChildSpec spec() throws IOException {
    return new ChildSpec(
        PART,
        user.command(
            List.of(
                programs.resolve("bin/postgres").toString(),
                "-D",
                data().toString(),
                "-c",
                "config_file=" + configurationFile())),
        Map.of("LC_ALL", "C.UTF-8"),
        port,
        configuration() + ACCESS + certificate.fingerprint(),
        "INT", // fast shutdown: roll back, write a checkpoint, end
        Duration.ofSeconds(60),
        this::check,
        this::removeStaleLock);
  }

  /** Creates the roles and databases that are missing. */
  public void createDatabases() throws SQLException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      role(statement, "holdfast", secrets.holdfast());
      database(statement, "holdfast", OWNER, secrets.owner());
      database(statement, "temporal", "temporal", secrets.temporal());
      database(
          statement, "temporal_visibility", "temporal_visibility", secrets.temporalVisibility());
      statement.execute("ALTER DATABASE holdfast OWNER TO " + OWNER);
      statement.execute("GRANT CONNECT ON DATABASE holdfast TO holdfast");
    }
    try (Connection connection = connect("holdfast");
        Statement statement = connection.createStatement()) {
      // Of a version in which the platform's role owned its tables.
      statement.execute("REASSIGN OWNED BY holdfast TO " + OWNER);
    }
  }

  /** Opens a connection as superuser. */
  Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "postgres");
    properties.setProperty("password", secrets.postgres());
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "10");
    return DriverManager.getConnection(url(port, database, authority), properties);
  }

  /**
   * Where a database is, for Java.
   *
   * @param authority who has signed the certificate that is asked for
   */
  public static String url(int port, String database, Path authority) {
    return "jdbc:postgresql://127.0.0.1:"
        + port
        + "/"
        + database
        + "?sslmode=verify-full&sslrootcert="
        + URLEncoder.encode(authority.toString(), StandardCharsets.UTF_8);
  }

  private String configuration() {
    return configuration(sockets().toString(), port, certificate.files());
  }

  static String configuration(String socketDirectory, int port, CertificateFiles certificate) {
    boolean fits =
        socketDirectory.getBytes(StandardCharsets.UTF_8).length <= SOCKET_DIRECTORY_LIMIT;
    return """
    listen_addresses = '127.0.0.1'
    port = %d
    unix_socket_directories = '%s'
    unix_socket_permissions = 0700
    password_encryption = 'scram-sha-256'
    max_connections = 120

    ssl = on
    ssl_min_protocol_version = 'TLSv1.3'
    ssl_cert_file = '%s'
    ssl_key_file = '%s'

    # Durable: a committed step of an operation survives a power cut.
    fsync = on
    synchronous_commit = on
    full_page_writes = on

    # Small: one machine, a fleet's worth of operations.
    shared_buffers = 96MB
    work_mem = 4MB
    maintenance_work_mem = 48MB
    effective_cache_size = 384MB
    max_wal_size = 512MB
    min_wal_size = 80MB
    autovacuum_max_workers = 2
    max_parallel_workers_per_gather = 0
    jit = off
    io_method = sync

    dynamic_shared_memory_type = posix
    datestyle = 'iso, mdy'
    timezone = 'UTC'
    log_timezone = 'UTC'
    log_min_messages = warning
    log_line_prefix = '%%m [%%p] %%q%%u@%%d '
    """
        .formatted(
            port,
            fits ? quoted(socketDirectory) : "",
            quoted(certificate.certificate().toString()),
            quoted(certificate.key().toString()));
  }

  private static String quoted(String text) {
    return text.replace("'", "''");
  }

  private void check() throws SQLException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  private static void database(Statement statement, String name, String owner, String password)
      throws SQLException {
    role(statement, owner, password);
    if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
      statement.execute("CREATE DATABASE " + name + " OWNER " + owner);
    }
    statement.execute("REVOKE CONNECT, TEMPORARY ON DATABASE " + name + " FROM PUBLIC");
  }

  private static void role(Statement statement, String name, String password) throws SQLException {
    if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + name + "'")) {
      statement.execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "'");
    }
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (var rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }

  /**
   * After a crash PostgreSQL takes its lock file for held when the process id in it belongs to
   * another program by now, and would refuse to start for ever; or when nobody has reaped its dead
   * predecessor yet, whose last children have a moment to end.
   */
  private void removeStaleLock() throws IOException, InterruptedException {
    Path lock = data().resolve("postmaster.pid");
    if (!Files.exists(lock)) {
      return;
    }
    List<String> lines = Files.readAllLines(lock);
    Path process = Path.of("/proc", lines.isEmpty() ? "none" : lines.getFirst().trim());
    Instant end = Instant.now().plus(REAPING);
    while (isZombie(process) && Instant.now().isBefore(end)) {
      Thread.sleep(50);
    }
    if (!isPostgres(process)) {
      Files.delete(lock);
    }
  }

  private static boolean isZombie(Path process) {
    return Files.exists(process)
        && ProcessIdentity.of(Long.parseLong(process.getFileName().toString())).isEmpty();
  }

  /** Whether a PostgreSQL lives under this number; a zombie does not. */
  private static boolean isPostgres(Path process) throws IOException {
    Path name = process.resolve("comm");
    return Files.exists(name)
        && !isZombie(process)
        && Files.readString(name).trim().equals("postgres");
  }

  private Path data() {
    return home.postgres().resolve("data");
  }

  private Path sockets() {
    return home.postgres().resolve("socket");
  }

  private Path configurationFile() {
    return home.postgres().resolve("postgresql.conf");
  }
}
