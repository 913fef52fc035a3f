package dev.holdfast.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  /**
   * The REST API: the address it listens on.
   *
   * @param tls absent where it speaks plain HTTP, which it does on loopback only
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Api(String host, int port, @Nullable ApiTls tls) {
    /** One that speaks plain HTTP. */
    public Api(String host, int port) {
      this(host, port, null);
    }

    /** Where programs of this machine find it. */
    public String url() {
      boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
      String name = everywhere ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
      return (tls == null ? "http" : "https") + "://" + name + ":" + port;
    }

    /** What programs of this machine trust; null where there is nothing to trust. */
    public @Nullable Tls clientTls() {
      return tls == null ? null : new Tls(tls.caFile(), null, null, null);
    }
  }

  /**
   * The certificates of the API, as files in PEM.
   *
   * @param caFile who has signed {@code certFile}
   * @param certFile for this machine's own addresses, and {@code keyFile} its key
   * @param namedCertFile that the person has given, with its key; absent for none
   * @param names beside loopback under which it answers
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ApiTls(
      String caFile,
      String certFile,
      String keyFile,
      @Nullable String namedCertFile,
      @Nullable String namedKeyFile,
      List<String> names) {
    public ApiTls {
      names = List.copyOf(names);
    }

    /** Whether it answers under this name, in lower case; {@code *.} stands for one label. */
    public boolean answersTo(String name) {
      int dot = name.indexOf('.');
      return names.contains(name) || (dot > 0 && names.contains("*" + name.substring(dot)));
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

  /**
   * Redis, as {@code redis://host:port}, or {@code rediss://} with TLS, with its password.
   *
   * @param tls whom we trust and who we are; absent without TLS, or for what Java trusts
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Redis(String url, String password, @Nullable Tls tls) {
    /** One without certificates of its own. */
    public Redis(String url, String password) {
      this(url, password, null);
    }
  }

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
   * @param server where it listens, as {@code https://host:port}
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
