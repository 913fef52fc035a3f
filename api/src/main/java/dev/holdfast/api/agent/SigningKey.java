package dev.holdfast.api.agent;

import dev.holdfast.schemas.server.HostKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.jspecify.annotations.Nullable;

/** The private key that logs in to a server: an Ed25519, ECDSA or RSA key. */
final class SigningKey {
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN ([A-Z ]+)-----\\s+([A-Za-z0-9+/=\\s]+?)\\s*-----END \\1-----",
          Pattern.DOTALL);
  private static final String RSA = "ssh-rsa";
  private static final Set<String> TYPES =
      Set.of(
          "ssh-ed25519", RSA, "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521");

  private final AsymmetricKeyParameter secret;
  private final HostKey publicKey;

  private SigningKey(AsymmetricKeyParameter secret, HostKey publicKey) {
    this.secret = secret;
    this.publicKey = publicKey;
  }

  /** A key that cannot be read, or of a kind that does not log in. */
  static final class Unusable extends Exception {
    Unusable(String message) {
      super(message);
    }
  }

  /**
   * Reads the text of a private key, as PEM or in OpenSSH's format.
   *
   * @param passphrase opens the key; null if nothing protects it
   * @throws Unusable without quoting anything of the key
   */
  static SigningKey parse(byte[] text, @Nullable String passphrase) throws Unusable {
    String key = new String(text, StandardCharsets.ISO_8859_1).strip();
    try {
      AsymmetricKeyParameter secret = passphrase == null ? open(key) : opened(key, passphrase);
      byte[] blob = OpenSSHPublicKeyUtil.encodePublicKey(publicOf(secret));
      String type = new AgentWire(blob).text();
      if (!TYPES.contains(type)) {
        throw new Unusable("is of type " + type + ", not Ed25519, ECDSA or RSA");
      }
      return new SigningKey(secret, new HostKey(type, Base64.getEncoder().encodeToString(blob)));
    } catch (IOException | AgentWire.Malformed | RuntimeException e) {
      // The cause may quote the key: only its class is told.
      throw new Unusable("cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static AsymmetricKeyParameter open(String key) throws Unusable, IOException {
    Matcher pem = PEM.matcher(key);
    if (!pem.matches()) {
      throw new Unusable("is not a private key in OpenSSH or PEM format without a passphrase");
    }
    byte[] body = Base64.getMimeDecoder().decode(pem.group(2));
    return pem.group(1).equals("PRIVATE KEY")
        ? PrivateKeyFactory.createKey(body)
        : OpenSSHPrivateKeyUtil.parsePrivateKeyBlob(body);
  }

  private static AsymmetricKeyParameter opened(String key, String passphrase) throws IOException {
    Matcher pem = PEM.matcher(key);
    return pem.matches() && pem.group(1).equals("OPENSSH PRIVATE KEY")
        ? ProtectedKey.openSsh(Base64.getMimeDecoder().decode(pem.group(2)), passphrase)
        : ProtectedKey.pem(key, passphrase);
  }

  /** The public key that belongs to it. */
  HostKey publicKey() {
    return publicKey;
  }

  /** Whether the key can sign by this algorithm; SHA-1 is not signed with. */
  boolean signsBy(String algorithm) {
    return publicKey.type().equals(RSA)
        ? algorithm.equals("rsa-sha2-256") || algorithm.equals("rsa-sha2-512")
        : algorithm.equals(publicKey.type());
  }

  /** The signature of the data, with the algorithm's name before it (RFC 4253, section 6.6). */
  byte[] sign(byte[] data, String algorithm) {
    if (!signsBy(algorithm)) {
      throw new IllegalArgumentException(publicKey.type() + " does not sign by " + algorithm);
    }
    byte[] signature =
        switch (secret) {
          case Ed25519PrivateKeyParameters key -> ed25519(key, data);
          case RSAKeyParameters key ->
              rsa(
                  key,
                  data,
                  algorithm.equals("rsa-sha2-512") ? new SHA512Digest() : new SHA256Digest());
          default -> ecdsa((ECPrivateKeyParameters) secret, data);
        };
    return AgentWire.join(AgentWire.string(algorithm), AgentWire.string(signature));
  }

  private static byte[] ed25519(Ed25519PrivateKeyParameters key, byte[] data) {
    var signer = new Ed25519Signer();
    signer.init(true, key);
    signer.update(data, 0, data.length);
    return signer.generateSignature();
  }

  private static byte[] rsa(RSAKeyParameters key, byte[] data, Digest digest) {
    var signer = new RSADigestSigner(digest);
    signer.init(true, key);
    signer.update(data, 0, data.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] ecdsa(ECPrivateKeyParameters key, byte[] data) {
    var signer = new ECDSASigner(new HMacDSAKCalculator(digest(key)));
    signer.init(true, key);
    Digest digest = digest(key);
    digest.update(data, 0, data.length);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    BigInteger[] pair = signer.generateSignature(hash);
    return AgentWire.join(AgentWire.number(pair[0]), AgentWire.number(pair[1]));
  }

  // The larger the curve, the larger the hash (RFC 5656, section 6.2.1).
  private static Digest digest(ECPrivateKeyParameters key) {
    return switch (key.getParameters().getCurve().getFieldSize()) {
      case 256 -> new SHA256Digest();
      case 384 -> new SHA384Digest();
      default -> new SHA512Digest();
    };
  }

  private static AsymmetricKeyParameter publicOf(AsymmetricKeyParameter secret) throws Unusable {
    return switch (secret) {
      case Ed25519PrivateKeyParameters key -> key.generatePublicKey();
      case RSAPrivateCrtKeyParameters key ->
          new RSAKeyParameters(false, key.getModulus(), key.getPublicExponent());
      case ECPrivateKeyParameters key ->
          new ECPublicKeyParameters(
              key.getParameters().getG().multiply(key.getD()).normalize(), key.getParameters());
      default -> throw new Unusable("is not an Ed25519, ECDSA or RSA key");
    };
  }
}
