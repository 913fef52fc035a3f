package dev.holdfast.activities.credentials;

import dev.holdfast.activities.resource.Fragments;
import dev.holdfast.activities.ssh.Quoting;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.apache.commons.codec.digest.Sha2Crypt;

/** Passwords that nobody has to type, and how a server is told of them without hearing them. */
final class NewPassword {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 32;
  private static final int SALT = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private NewPassword() {}

  /** 190 random bits. */
  static String make() {
    return characters(LENGTH);
  }

  /**
   * Sets the password of a user by its hash, so that the password itself is in no script, journal
   * or list of processes.
   *
   * @param change the id of the change, which the script says is in place
   */
  static String script(String change, String user, String password) {
    String hash =
        Sha2Crypt.sha512Crypt(
            password.getBytes(StandardCharsets.UTF_8), "$6$" + characters(SALT), RANDOM);
    return Fragments.script(
        List.of(
            new Fragments.Fragment(
                change,
                """
                name=%1$s
                command -v chpasswd >/dev/null || fail "there is no chpasswd on this server"
                cut -d: -f1 /etc/shadow | grep -Fqx -- "$name" ||
                  fail "the password of $name is not kept on this server (not in /etc/shadow)"
                printf '%%s\\n' %2$s | chpasswd -e
                """
                    .formatted(Quoting.quote(user), Quoting.quote(user + ":" + hash)))));
  }

  private static String characters(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
