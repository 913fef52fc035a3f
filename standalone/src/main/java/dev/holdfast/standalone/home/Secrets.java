package dev.holdfast.standalone.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The random passwords of this platform's own roles, made at the first start. */
public record Secrets(
    String postgres,
    String holdfast,
    String temporal,
    String temporalVisibility,
    String redis,
    @Nullable String temporalUi) {

  static final String FILE = "secrets.json";

  /** The passwords of the home, which are made if it has none. */
  public static Secrets of(Home home) throws IOException {
    Path file = home.root().resolve(FILE);
    SecureRandom random = new SecureRandom();
    if (Files.exists(file)) {
      Secrets read = Json.read(file, Secrets.class);
      if (read.temporalUi() != null) {
        return read;
      }
      // Made by a version whose Temporal Web UI asked for nothing.
      Secrets whole = read.with(password(random));
      Json.write(file, whole);
      return whole;
    }
    Secrets made =
        new Secrets(
            password(random),
            password(random),
            password(random),
            password(random),
            password(random),
            password(random));
    Json.write(file, made);
    return made;
  }

  private Secrets with(String ui) {
    return new Secrets(postgres, holdfast, temporal, temporalVisibility, redis, ui);
  }

  /** Hides the passwords. */
  @Override
  public String toString() {
    return "Secrets[…]";
  }

  private static String password(SecureRandom random) {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
