package dev.holdfast.platform.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What encrypts the key files themselves: the key-encryption key (KEK), from the environment, from
 * another file, or from a program that asks a key management service. It is Tink's interface, which
 * the clients of such services have as well.
 *
 * @param now encrypts from now on; null leaves the files in clear, readable by their owner only
 * @param before what else may have encrypted them
 */
public record KeyEncryption(@Nullable Aead now, @Nullable Aead before) {
  /** The environment variable with 32 bytes in base64. */
  public static final String VARIABLE = "HOLDFAST_KEK";

  /** The one with the path of a file that has them. */
  public static final String FILE = VARIABLE + "_FILE";

  /** The one with a program that wraps and unwraps. */
  public static final String COMMAND = VARIABLE + "_COMMAND";

  private static final String PREVIOUS = "HOLDFAST_KEK_PREVIOUS";
  private static final int BYTES = 32;

  /** That of this process. */
  static KeyEncryption ofThisProcess() {
    return of(System.getenv());
  }

  /**
   * As the variables say.
   *
   * @throws IllegalArgumentException naming the variable and the remedy
   */
  public static KeyEncryption of(Map<String, String> environment) {
    return new KeyEncryption(named(environment, VARIABLE), named(environment, PREVIOUS));
  }

  private static @Nullable Aead named(Map<String, String> environment, String variable) {
    List<String> given =
        List.of(variable, variable + "_FILE", variable + "_COMMAND").stream()
            .filter(name -> !environment.getOrDefault(name, "").isBlank())
            .toList();
    if (given.isEmpty()) {
      return null;
    }
    if (given.size() > 1) {
      throw new IllegalArgumentException(
          "%s and %s are both set: keep one of them".formatted(given.get(0), given.get(1)));
    }
    String name = given.getFirst();
    String value = environment.getOrDefault(name, "").strip();
    if (name.endsWith("_COMMAND")) {
      return new KeyCommand(value);
    }
    return key(name, name.endsWith("_FILE") ? content(name, value) : value);
  }

  private static String content(String name, String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException("%s: cannot read %s".formatted(name, file), e);
    }
  }

  private static Aead key(String name, String base64) {
    try {
      byte[] key = Base64.getDecoder().decode(base64);
      if (key.length == BYTES) {
        return new AesGcmJce(key);
      }
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      // Said below; the value is in no message.
    }
    throw new IllegalArgumentException(
        "%s must be %d bytes in base64. Make a key: head -c %2$d /dev/urandom | base64"
            .formatted(name, BYTES));
  }

  /** What may have encrypted a file, the likeliest first. */
  List<Aead> all() {
    return Stream.of(now, before).flatMap(Stream::ofNullable).toList();
  }
}
