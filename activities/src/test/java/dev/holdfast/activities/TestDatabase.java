package dev.holdfast.activities;

import dev.holdfast.activities.files.HiddenFiles;
import dev.holdfast.activities.files.StoredContents;
import dev.holdfast.activities.secret.SecretValues;
import dev.holdfast.activities.secret.SecretVariables;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.SealedContents;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.namedsecret.NamedSecrets;
import dev.holdfast.platform.secret.Keyset;
import dev.holdfast.platform.secret.Secrets;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** A PostgreSQL of the test's own with the platform's schema. */
public final class TestDatabase implements AutoCloseable {
  private final EmbeddedPostgres postgres;
  private final Jdbi jdbi;
  private final AtRest atRest;
  private final Secrets secrets;
  private final Path keys = Files.createTempDirectory("holdfast-keys");

  public TestDatabase() throws IOException {
    postgres = EmbeddedPostgres.start();
    Flyway.configure()
        .dataSource(postgres.getPostgresDatabase())
        .locations("classpath:db/migration")
        .load()
        .migrate();
    jdbi = Jdbi.create(postgres.getPostgresDatabase()).installPlugin(new PostgresPlugin());
    Keyset keyset = new Keyset(keys.resolve(Keyset.SECRETS));
    atRest = new AtRest(jdbi, keyset);
    secrets = new Secrets(jdbi, keyset);
  }

  public Jdbi jdbi() {
    return jdbi;
  }

  /** With what its content is encrypted. */
  public AtRest atRest() {
    return atRest;
  }

  /** The platform's own secrets. */
  public Secrets secrets() {
    return secrets;
  }

  /** The secrets to which inputs may refer. */
  public NamedSecrets namedSecrets() {
    return new NamedSecrets(jdbi, atRest.keys());
  }

  /** With what their values are read. */
  public SecretValues secretValues() {
    return new SecretValues(namedSecrets(), new CommandAudit(jdbi, atRest), () -> 2, _ -> {});
  }

  /** With what they are kept out of plans. */
  public HiddenFiles hiddenFiles() {
    return new HiddenFiles(
        secretValues(),
        new SealedContents(secrets),
        atRest.digests(),
        new StoredContents(new FileStore(jdbi, atRest)));
  }

  /** With what the values of variables are kept out of plans. */
  public SecretVariables secretVariables() {
    return new SecretVariables(secretValues());
  }

  /** An operation that runs, for what refers to one; what it sends to servers is not recorded. */
  public void operation(String id, String type) {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            insert into operations
              (id, organisation_id, type, state, priority, dry_run, initiator, selector, input, input_sha256,
               deliveries_recorded)
            values (?, 'default', ?, 'running', 'normal', false, 'test', 'all', '{}', '', false)
            """,
            id,
            type));
  }

  /** A server of an operation. */
  public void server(String operation, String server) {
    jdbi.useHandle(handle ->
        handle.execute(
            "insert into operation_servers (operation, server) values (?, ?)", operation, server));
  }

  @Override
  public void close() throws IOException {
    postgres.close();
    try (Stream<Path> left = Files.list(keys)) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(keys);
  }
}
