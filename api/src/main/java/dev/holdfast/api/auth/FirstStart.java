package dev.holdfast.api.auth;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.OwnerOnlyFile;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.identity.TokenKind;
import dev.holdfast.platform.identity.Tokens;
import dev.holdfast.platform.identity.Users;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes sure that there is an administrator, and two tokens that only the platform's owner can
 * read: the command line's and Prometheus'.
 */
@Component
public final class FirstStart {
  /** The file with the token that reads the metrics and nothing else. */
  public static final String METRICS_TOKEN = "metrics-token";

  private static final String ADMIN = "admin";
  private static final String FILE = "cli.json";

  private final Users users;
  private final Tokens tokens;
  private final PlatformConfig config;
  private final JsonMapper json;

  FirstStart(Users users, Tokens tokens, PlatformConfig config, JsonMapper json) {
    this.users = users;
    this.tokens = tokens;
    this.config = config;
    this.json = json;
  }

  /**
   * What the command line needs.
   *
   * @param ca whom it trusts for this address; absent where there is no TLS
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CliFile(String url, String token, @Nullable String ca) {}

  /**
   * Writes {@code cli.json} where it is missing, worthless or names another address, and {@code
   * metrics-token} where it is missing or worthless.
   */
  public void prepare(Path home) {
    users.ensureAdmin(ADMIN);
    prepareCli(home);
    prepareMetrics(home.resolve(METRICS_TOKEN));
  }

  private void prepareCli(Path home) {
    Path file = home.resolve(FILE);
    CliFile before = read(file);
    String token =
        before != null && tokens.verify(before.token()).isPresent()
            ? before.token()
            : tokens.issue(ADMIN, TokenKind.CLI, null);
    PlatformConfig.ApiTls tls = config.api().tls();
    var now = new CliFile(config.api().url(), token, tls == null ? null : tls.caFile());
    try {
      if (!now.equals(before)) {
        OwnerOnlyFile.replace(file, json.writeValueAsString(now) + "\n");
      } else {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void prepareMetrics(Path file) {
    try {
      if (!Files.exists(file) || tokens.verify(Files.readString(file).strip()).isEmpty()) {
        OwnerOnlyFile.replace(file, tokens.issue(ADMIN, TokenKind.METRICS, null) + "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable CliFile read(Path file) {
    try {
      CliFile read = json.readValue(Files.readString(file), CliFile.class);
      return read.url() == null || read.token() == null ? null : read;
    } catch (IOException | JacksonException e) {
      return null;
    }
  }
}
