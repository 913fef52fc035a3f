package dev.holdfast.activities;

import dev.holdfast.platform.secret.Keyset;
import dev.holdfast.platform.secret.Secrets;
import dev.holdfast.platform.server.CredentialTries;
import dev.holdfast.platform.server.LoginSecrets;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.platform.server.StoredCredentialTries;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;

/** Servers that are registered in a test's database, with keys for what is secret of them. */
public final class TestServers {
  private final Jdbi jdbi;
  private final Secrets secrets;

  public TestServers(Jdbi jdbi) {
    try {
      Path keys = Files.createTempDirectory("keys").resolve(Keyset.SECRETS);
      this.jdbi = jdbi;
      this.secrets = new Secrets(jdbi, new Keyset(keys));
      jdbi.useHandle(handle -> handle.execute("delete from secrets where name like 'platform/%'"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void register(Server server) {
    new Servers(jdbi, secrets).add(server, LoginSecrets.key("of no use"));
  }

  public Servers servers() {
    return new Servers(jdbi, secrets);
  }

  public void remove(Server server) {
    jdbi.useHandle(handle -> handle.execute("delete from servers where name = ?", server.name()));
  }

  /** What a worker of its own knows of credentials. */
  public CredentialTries tries() {
    return new StoredCredentialTries(jdbi, secrets);
  }
}
