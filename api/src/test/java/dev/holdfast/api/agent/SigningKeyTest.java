package dev.holdfast.api.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.SshKeygen;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SigningKeyTest {
  private static final byte[] DATA = "what is signed".getBytes(StandardCharsets.UTF_8);
  private static final String ED25519_SPKI = "302a300506032b6570032100";

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "rsa, 3072, RFC4716, rsa-sha2-256, SHA256withRSA",
    "rsa, 3072, PEM, rsa-sha2-512, SHA512withRSA",
    "rsa, 3072, PKCS8, rsa-sha2-512, SHA512withRSA",
    "ecdsa, 256, RFC4716, ecdsa-sha2-nistp256, SHA256withECDSAinP1363Format",
    "ecdsa, 256, PEM, ecdsa-sha2-nistp256, SHA256withECDSAinP1363Format",
    "ecdsa, 384, PKCS8, ecdsa-sha2-nistp384, SHA384withECDSAinP1363Format",
    "ecdsa, 521, RFC4716, ecdsa-sha2-nistp521, SHA512withECDSAinP1363Format"
  })
  void shouldSignWithEveryKindOfKeyInEveryFormat(
      String kind, int bits, String format, String algorithm, String verifier) throws Exception {
    Path file = SshKeygen.generate(directory.resolve("key"), kind, bits, format);

    SigningKey key = SigningKey.parse(SshKeygen.text(file), null);
    byte[] signature = signatureOf(key.sign(DATA, algorithm), algorithm);

    assertThat(key.publicKey().line()).isEqualTo(SshKeygen.publicKey(file));
    PublicKey published =
        KeyFactory.getInstance(kind.equals("rsa") ? "RSA" : "EC")
            .generatePublic(new X509EncodedKeySpec(SshKeygen.subjectPublicKeyInfo(file)));
    byte[] plain = kind.equals("rsa") ? signature : fixedLength(signature, (bits + 7) / 8);
    assertThat(verifies(verifier, published, plain)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void shouldSignWithAnEd25519KeyOfOpenSshAndOfPem(boolean openSsh) throws Exception {
    byte[] text =
        openSsh
            ? SshKeygen.text(
                SshKeygen.generate(directory.resolve("key"), "ed25519", 256, "RFC4716"))
            : Fixtures.privateKey().getBytes(StandardCharsets.UTF_8);

    SigningKey key = SigningKey.parse(text, null);
    byte[] signature = signatureOf(key.sign(DATA, "ssh-ed25519"), "ssh-ed25519");

    AgentWire blob = new AgentWire(Base64.getDecoder().decode(key.publicKey().key()));
    assertThat(blob.text()).isEqualTo("ssh-ed25519");
    byte[] spki = AgentWire.join(HexFormat.of().parseHex(ED25519_SPKI), blob.string());
    PublicKey published =
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
    assertThat(verifies("Ed25519", published, signature)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"ed25519, 256, RFC4716", "rsa, 3072, PEM", "rsa, 3072, PKCS8", "ecdsa, 256, PEM"})
  void shouldOpenAProtectedKeyWithItsPassphraseOnly(String kind, int bits, String format)
      throws Exception {
    Path file = SshKeygen.generate(directory.resolve("key"), kind, bits, format, "a pässphrase");
    byte[] text = SshKeygen.text(file);

    SigningKey key = SigningKey.parse(text, "a pässphrase");

    assertThat(Files.readString(directory.resolve("key.pub"))).startsWith(key.publicKey().line());
    assertThatThrownBy(() -> SigningKey.parse(text, "another"))
        .isInstanceOf(SigningKey.Unusable.class);
    assertThatThrownBy(() -> SigningKey.parse(text, null)).isInstanceOf(SigningKey.Unusable.class);
  }

  @Test
  void shouldSignBySha2OnlyWithAnRsaKey() throws Exception {
    SigningKey key =
        SigningKey.parse(
            SshKeygen.text(SshKeygen.generate(directory.resolve("key"), "rsa", 3072, "PEM")), null);

    assertThat(key.signsBy("ssh-rsa")).isFalse();
    assertThat(key.signsBy("ssh-ed25519")).isFalse();
    assertThatThrownBy(() -> key.sign(DATA, "ssh-rsa"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldQuoteNothingOfAKeyThatCannotBeRead() {
    String whole = Fixtures.privateKey();
    String damaged = whole.replaceFirst("KEY-----\\s+....", "KEY-----\n");

    assertThatThrownBy(() -> SigningKey.parse(damaged.getBytes(StandardCharsets.UTF_8), null))
        .isInstanceOf(SigningKey.Unusable.class)
        .hasMessageStartingWith("cannot be read")
        .hasNoCause();
    assertThatThrownBy(() -> SigningKey.parse("no key".getBytes(StandardCharsets.UTF_8), null))
        .isInstanceOf(SigningKey.Unusable.class);
  }

  private static boolean verifies(String algorithm, PublicKey key, byte[] signature)
      throws Exception {
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(key);
    verifier.update(DATA);
    return verifier.verify(signature);
  }

  private static byte[] signatureOf(byte[] answer, String algorithm) throws AgentWire.Malformed {
    AgentWire wire = new AgentWire(answer);
    assertThat(wire.text()).isEqualTo(algorithm);
    byte[] signature = wire.string();
    wire.end();
    return signature;
  }

  /** The two numbers of an SSH signature as Java wants them: unsigned, of equal length. */
  private static byte[] fixedLength(byte[] signature, int length) throws AgentWire.Malformed {
    AgentWire wire = new AgentWire(signature);
    byte[] fixed = new byte[2 * length];
    for (int i = 0; i < 2; i++) {
      byte[] number = wire.string();
      int from = Math.max(0, number.length - length);
      byte[] bare = Arrays.copyOfRange(number, from, number.length);
      System.arraycopy(bare, 0, fixed, (i + 1) * length - bare.length, bare.length);
    }
    wire.end();
    return fixed;
  }
}
