package dev.holdfast.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The random passwords of this platform's own roles, made at the first start. */
record Secrets(
    String postgres, String holdfast, String temporal, String temporalVisibility, String redis) {

  static final String FILE = "secrets.json";

  /** The passwords of the home, which are made if it has none. */
  static Secrets of(Home home) throws IOException {
    Path file = home.root().resolve(FILE);
    if (Files.exists(file)) {
      return Json.read(file, Secrets.class);
    }
    SecureRandom random = new SecureRandom();
    Secrets made =
        new Secrets(
            password(random),
            password(random),
            password(random),
            password(random),
            password(random));
    Json.write(file, made);
    return made;
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
