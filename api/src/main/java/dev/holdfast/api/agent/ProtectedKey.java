package dev.holdfast.api.agent;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/** Opens private keys that a passphrase protects. */
final class ProtectedKey {
  private ProtectedKey() {}

  /** A key in OpenSSH's format, without the lines around it. */
  static AsymmetricKeyParameter openSsh(byte[] body, String passphrase) {
    return OpenSSHPrivateKeyUtil.parsePrivateKeyBlob(
        body, passphrase.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A key in PEM, protected as PKCS #8 or as OpenSSL once did it.
   *
   * @throws IOException if the passphrase is not the key's, or the key is damaged
   */
  static AsymmetricKeyParameter pem(String text, String passphrase) throws IOException {
    // OpenSSL takes the bytes that were typed; the library one byte for each character.
    char[] bytes =
        new String(passphrase.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
            .toCharArray();
    try (var parser = new PEMParser(new StringReader(text))) {
      PrivateKeyInfo info =
          switch (parser.readObject()) {
            case PEMEncryptedKeyPair pair ->
                pair.decryptKeyPair(new BcPEMDecryptorProvider(bytes)).getPrivateKeyInfo();
            case PKCS8EncryptedPrivateKeyInfo key ->
                key.decryptPrivateKeyInfo(
                    new JceOpenSSLPKCS8DecryptorProviderBuilder()
                        .setProvider(new BouncyCastleProvider())
                        .build(passphrase.toCharArray()));
            case null, default -> throw new IOException("no protected key");
          };
      return PrivateKeyFactory.createKey(info);
    } catch (OperatorCreationException | PKCSException e) {
      throw new IOException(e.getClass().getSimpleName());
    }
  }
}
