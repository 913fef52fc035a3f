package dev.holdfast.activities.ssh;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.PublicKey;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.method.AuthPublickey;

/**
 * Logs in with a public key or certificate exactly as it was given, signed by somebody else: an
 * agent, or the key that a certificate is for.
 */
final class BlobLogin extends AuthPublickey {
  private final String algorithm;
  private final byte[] blob;
  private final Signer signer;

  /** Who has the private key. */
  @FunctionalInterface
  interface Signer {
    /** The signature over the data as SSH writes it, with its algorithm. */
    byte[] sign(byte[] data) throws IOException;
  }

  /**
   * @param algorithm as it is named in the request, such as {@code rsa-sha2-512}
   */
  BlobLogin(String algorithm, byte[] blob, Signer signer) {
    super(new Elsewhere(algorithm));
    this.algorithm = algorithm;
    this.blob = blob.clone();
    this.signer = signer;
  }

  @Override
  protected SSHPacket putPubKey(SSHPacket request) {
    request.putString(algorithm).putString(blob);
    return request;
  }

  @Override
  protected SSHPacket putSig(SSHPacket request) throws UserAuthException {
    byte[] data =
        new Buffer.PlainBuffer()
            .putString(params.getTransport().getSessionID())
            .putBuffer(request)
            .getCompactData();
    try {
      request.putString(signer.sign(data));
      return request;
    } catch (IOException e) {
      throw new UserAuthException("The login could not be signed: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean shouldRetry() {
    return false;
  }

  /** The key is not here; sshj only names it in its log. */
  private record Elsewhere(String algorithm) implements KeyProvider {
    @Override
    public PrivateKey getPrivate() throws IOException {
      throw new IOException("the private key is elsewhere");
    }

    @Override
    public PublicKey getPublic() throws IOException {
      throw new IOException("the public key is kept as it was given");
    }

    @Override
    public KeyType getType() {
      return KeyType.UNKNOWN;
    }
  }
}
