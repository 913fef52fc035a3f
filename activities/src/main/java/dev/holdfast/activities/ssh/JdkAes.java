package dev.holdfast.activities.ssh;

import com.hierynomus.sshj.transport.cipher.GcmCipher;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.util.List;
import java.util.function.Supplier;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.transport.cipher.BlockCipher;
import net.schmizz.sshj.transport.cipher.Cipher;

/**
 * AES by the JDK, which has the processor do it: sshj would take Bouncy Castle's, which is there
 * for other things and does it in Java, with files four times slower.
 */
final class JdkAes {
  private static final String AES = "AES";
  private static final int BLOCK = 16;
  private static final int GCM_IV = 12;

  private JdkAes() {}

  static List<Factory.Named<Cipher>> gcm() {
    return List.of(
        new Named("aes128-gcm@openssh.com", () -> new Gcm(16)),
        new Named("aes256-gcm@openssh.com", () -> new Gcm(32)));
  }

  static List<Factory.Named<Cipher>> ctr() {
    return List.of(
        new Named("aes256-ctr", () -> new Ctr(32)),
        new Named("aes192-ctr", () -> new Ctr(24)),
        new Named("aes128-ctr", () -> new Ctr(16)));
  }

  private record Named(String name, Supplier<Cipher> made) implements Factory.Named<Cipher> {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public Cipher create() {
      return made.get();
    }
  }

  /** The first provider's: the JDK's own come before those that a library adds. */
  private static javax.crypto.Cipher jdk(String transformation) {
    try {
      return javax.crypto.Cipher.getInstance(transformation);
    } catch (GeneralSecurityException e) {
      throw new SSHRuntimeException(e);
    }
  }

  private static final class Gcm extends GcmCipher {
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";

    Gcm(int keyBytes) {
      super(GCM_IV, BLOCK, keyBytes, AES, TRANSFORMATION);
    }

    @Override
    protected void initCipher(javax.crypto.Cipher theirs, Mode mode, byte[] key, byte[] iv)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      cipher = jdk(TRANSFORMATION);
      super.initCipher(cipher, mode, key, iv);
    }
  }

  private static final class Ctr extends BlockCipher {
    private static final String TRANSFORMATION = "AES/CTR/NoPadding";

    Ctr(int keyBytes) {
      super(BLOCK, keyBytes, AES, TRANSFORMATION);
    }

    @Override
    protected void initCipher(javax.crypto.Cipher theirs, Mode mode, byte[] key, byte[] iv)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      cipher = jdk(TRANSFORMATION);
      super.initCipher(cipher, mode, key, iv);
    }
  }
}
