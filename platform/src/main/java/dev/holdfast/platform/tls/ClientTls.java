package dev.holdfast.platform.tls;

import dev.holdfast.platform.PlatformConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** What a client trusts and who it is, from certificates and a key in PEM. */
public final class ClientTls {
  private static final char[] NO_PASSWORD = {};

  private ClientTls() {}

  /**
   * TLS that trusts the authorities of the file alone, those of Java where none is named, and shows
   * the certificate where there is one.
   *
   * @throws IOException if a file cannot be read or holds something else
   */
  public static SSLContext context(PlatformConfig.Tls tls) throws IOException {
    try {
      String authority = tls.caFile();
      String certificate = tls.certFile();
      String key = tls.keyFile();
      TrustManager[] trusts =
          authority == null ? null : trust(Path.of(authority)).getTrustManagers();
      KeyManager[] shows =
          certificate == null || key == null
              ? null
              : identity(Path.of(certificate), Path.of(key)).getKeyManagers();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(shows, trusts, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /**
   * Trust in the certificates of this file and no others.
   *
   * @throws IOException if it cannot be read or holds none
   */
  public static TrustManagerFactory trust(Path authorities) throws IOException {
    try {
      KeyStore store = empty();
      int number = 0;
      for (Certificate certificate : certificates(authorities)) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory;
    } catch (GeneralSecurityException e) {
      throw new IOException(authorities + " holds no certificates: " + e.getMessage(), e);
    }
  }

  /**
   * A certificate, those that follow it in the file, and its key (PKCS#8).
   *
   * @throws IOException if a file cannot be read or holds something else
   */
  public static KeyManagerFactory identity(Path certificate, Path key) throws IOException {
    try {
      KeyStore store = empty();
      store.setKeyEntry(
          "key",
          privateKey(Files.readString(key)),
          NO_PASSWORD,
          certificates(certificate).toArray(Certificate[]::new));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NO_PASSWORD);
      return factory;
    } catch (GeneralSecurityException e) {
      throw new IOException(key + " is not the key of " + certificate + ": " + e.getMessage(), e);
    }
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> read =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (read.isEmpty()) {
        throw new IOException(file + " holds no certificates");
      }
      return read;
    }
  }

  /**
   * A private key in PEM, PKCS#8 and not encrypted: of an elliptic curve, or RSA.
   *
   * @throws GeneralSecurityException if it is none
   */
  public static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    byte[] bytes;
    try {
      bytes =
          Base64.getDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("not PEM", e);
    }
    GeneralSecurityException last = new GeneralSecurityException("no key");
    for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      } catch (InvalidKeySpecException e) {
        last = e;
      }
    }
    throw new GeneralSecurityException("no key in PKCS#8 (BEGIN PRIVATE KEY)", last);
  }
}
