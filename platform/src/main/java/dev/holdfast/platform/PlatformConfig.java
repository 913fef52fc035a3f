package dev.holdfast.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a running platform are and how a process of it may reach them.
 *
 * <p>Kept as {@code platform.json} in the platform's home, readable by its owner only: whoever can
 * read it is the platform.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlatformConfig(
    Api api, Database database, Redis redis, Temporal temporal, String keysDirectory) {

  /** The file's name inside the platform's home. */
  public static final String FILE = "platform.json";

  public PlatformConfig {
    Objects.requireNonNull(api, "api");
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(redis, "redis");
    Objects.requireNonNull(temporal, "temporal");
    Objects.requireNonNull(keysDirectory, "keysDirectory");
  }

  /** The REST API: the address it listens on. */
  public record Api(String host, int port) {
    public String url() {
      return "http://" + host + ":" + port;
    }
  }

  /**
   * The PostgreSQL database of the platform, as a JDBC URL with its role.
   *
   * @param owner of its tables, who migrates them; absent where the platform's role owns them, or
   *     somebody else migrates them
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Database(String url, String user, String password, @Nullable Owner owner) {
    /** One whose tables nobody else is known to own. */
    public Database(String url, String user, String password) {
      this(url, user, password, null);
    }
  }

  /** A role that owns the tables, and is used for nothing but to migrate them. */
  public record Owner(String user, String password) {
    /** Hides the password. */
    @Override
    public String toString() {
      return "Owner[" + user + "]";
    }
  }

  /** Without what only the API's start needs. */
  public PlatformConfig withoutOwner() {
    return new PlatformConfig(
        api,
        new Database(database.url(), database.user(), database.password()),
        redis,
        temporal,
        keysDirectory);
  }

  /** Redis, as {@code redis://host:port}, with its password. */
  public record Redis(String url, String password) {}

  /**
   * The Temporal frontend; {@code tls} is absent only where a foreign server is used without it,
   * {@code uiUrl} where there is no Web UI.
   *
   * @param webUi what the API serves at {@code uiUrl}; absent where somebody else serves it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Temporal(
      String address,
      String namespace,
      @Nullable Tls tls,
      @Nullable String uiUrl,
      @Nullable WebUi webUi) {

    /** One whose Web UI, if there is any, is not ours to serve. */
    public Temporal(String address, String namespace, @Nullable Tls tls, @Nullable String uiUrl) {
      this(address, namespace, tls, uiUrl, null);
    }
  }

  /**
   * The Temporal Web UI behind the API, which answers only who knows its secret.
   *
   * @param port the API's own port for it, on the API's host
   * @param server where it listens, as {@code http://host:port}
   */
  public record WebUi(int port, String server, String secret) {
    /** Hides the secret. */
    @Override
    public String toString() {
      return "WebUi[" + port + " " + server + "]";
    }
  }

  /** Client certificate, key (PKCS#8 PEM) and authority (PEM) for mutual TLS, as file paths. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Tls(
      @Nullable String caFile,
      @Nullable String certFile,
      @Nullable String keyFile,
      @Nullable String serverName) {}

  /**
   * Reads the configuration of the platform that lives in {@code home}.
   *
   * @throws UncheckedIOException if there is none or it cannot be read
   */
  public static PlatformConfig read(Path home) {
    try {
      return new ObjectMapper()
          .readValue(Files.readAllBytes(home.resolve(FILE)), PlatformConfig.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
