package dev.holdfast.standalone.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The random passwords of this platform's own roles, made at the first start. */
public record RolePasswords(
    String postgres,
    String holdfast,
    String temporal,
    String temporalVisibility,
    String redis,
    @Nullable String temporalUi,
    @Nullable String holdfastOwner) {

  static final String FILE = "secrets.json";

  /** The passwords of the home, which are made if it has none. */
  public static RolePasswords of(Home home) throws IOException {
    Path file = home.root().resolve(FILE);
    SecureRandom random = new SecureRandom();
    if (Files.exists(file)) {
      RolePasswords read = HomeJson.read(file, RolePasswords.class);
      if (read.temporalUi() != null && read.holdfastOwner() != null) {
        return read;
      }
      // Made by a version whose Temporal Web UI asked for nothing, or whose tables had no owner.
      RolePasswords whole = read.completed(password(random), password(random));
      HomeJson.write(file, whole);
      return whole;
    }
    RolePasswords made =
        new RolePasswords(
            password(random),
            password(random),
            password(random),
            password(random),
            password(random),
            password(random),
            password(random));
    HomeJson.write(file, made);
    return made;
  }

  private RolePasswords completed(String ui, String owner) {
    return new RolePasswords(
        postgres,
        holdfast,
        temporal,
        temporalVisibility,
        redis,
        temporalUi == null ? ui : temporalUi,
        holdfastOwner == null ? owner : holdfastOwner);
  }

  /** Of the role that owns the platform's tables. */
  public String owner() {
    return Objects.requireNonNull(holdfastOwner);
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
