package dev.holdfast.standalone.temporal;

import dev.holdfast.standalone.database.PostgresServer;
import dev.holdfast.standalone.home.Commands;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.OwnerFiles;
import dev.holdfast.standalone.home.RolePasswords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The schemas of Temporal's two databases, made and brought up to date by its own SQL tool, with
 * {@link VisibilityIndexes} of our own.
 */
public final class TemporalSchema {
  private static final String VISIBILITY = "temporal_visibility";

  /** Counts what is done here beside what Temporal's own tool does. */
  private static final int REVISION = 1;

  private final Home home;
  private final Path programs;
  private final RolePasswords secrets;
  private final int port;
  private final Path authority;

  /**
   * @param authority who has signed the database's certificate
   */
  public TemporalSchema(Home home, Path programs, RolePasswords secrets, int port, Path authority) {
    this.authority = authority;
    this.home = home;
    this.programs = programs;
    this.secrets = secrets;
    this.port = port;
  }

  /** Brings both schemas to the version of the pinned programs; false if they are there already. */
  public boolean update() throws IOException, InterruptedException, SQLException {
    // Beside the data it tells about: whoever deletes the data deletes this note, too.
    Path note = home.postgres().resolve("temporal-schema");
    String version =
        "%d %d %d%n"
            .formatted(Files.size(tool()), Files.getLastModifiedTime(tool()).toMillis(), REVISION);
    if (Files.exists(note) && Files.readString(note).equals(version)) {
      return false;
    }
    update("temporal", secrets.temporal(), "postgresql/v12/temporal");
    update(VISIBILITY, secrets.temporalVisibility(), "postgresql/v12/visibility");
    try (Connection visibility =
        DriverManager.getConnection(
            PostgresServer.url(port, VISIBILITY, authority),
            VISIBILITY,
            secrets.temporalVisibility())) {
      VisibilityIndexes.leaveOutEmpty(visibility);
    }
    OwnerFiles.write(note, version);
    return true;
  }

  private void update(String database, String password, String schema)
      throws IOException, InterruptedException {
    Map<String, String> connection =
        Map.ofEntries(
            Map.entry("SQL_PLUGIN", "postgres12"),
            Map.entry("SQL_HOST", "127.0.0.1"),
            Map.entry("SQL_PORT", Integer.toString(port)),
            Map.entry("SQL_USER", database),
            Map.entry("SQL_PASSWORD", password),
            Map.entry("SQL_DATABASE", database),
            Map.entry("SQL_TLS", "true"),
            Map.entry("SQL_TLS_CA_FILE", authority.toString()));
    run(connection, List.of("setup-schema", "--version", "0.0"));
    run(connection, List.of("update-schema", "--schema-name", schema));
  }

  private void run(Map<String, String> connection, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = Stream.concat(Stream.of(tool().toString()), arguments.stream()).toList();
    String output = Commands.require(home.root(), connection, command);
    Files.writeString(
        home.log("temporal-schema"), output, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private Path tool() {
    return programs.resolve("temporal-sql-tool");
  }
}
