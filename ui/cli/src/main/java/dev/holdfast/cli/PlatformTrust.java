package dev.holdfast.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whose certificates a platform may show, and what to do about one that is not trusted. */
final class PlatformTrust {
  private PlatformTrust() {}

  /**
   * TLS that trusts the certificates of this file and no others.
   *
   * @throws Failure if it cannot be read or holds none
   */
  static SSLContext in(Path authority) {
    try (InputStream file = Files.newInputStream(authority)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(file);
      if (certificates.isEmpty()) {
        throw new GeneralSecurityException("it is empty");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw Failure.usage(
          "cannot read certificates from " + authority,
          "--tls-ca and HOLDFAST_TLS_CA take a file in PEM: certificates/ca.pem of the platform's home, or"
              + " the authority that has signed its certificate");
    }
  }

  /** What to say of a connection that failed for TLS; empty if it did not. */
  static Optional<Failure> failure(ServerAddress address, IOException cause) {
    SSLException refused = tls(cause);
    if (refused == null) {
      return Optional.empty();
    }
    String message = String.valueOf(refused.getMessage());
    if (message.contains("plaintext") || message.contains("Unsupported or unrecognized")) {
      return Optional.of(
          new Failure(
              ExitCode.UNREACHABLE,
              "what answers at " + address.url() + " does not speak TLS",
              "write the address with http://, or start the platform with ./holdfast up --tls"));
    }
    if (message.contains("subject alternative") || message.contains("No name matching")) {
      return Optional.of(
          new Failure(
              ExitCode.REFUSED,
              "the certificate of " + address.url() + " is for other names",
              "use a name that is in it, or start the platform with --tls-name "
                  + address.url().getHost()));
    }
    return Optional.of(
        new Failure(
            ExitCode.REFUSED,
            "the certificate of "
                + address.url()
                + " is not trusted"
                + (message.contains("unable to find valid certification path")
                    ? ""
                    : ": " + message),
            address.authority() == null
                ? "name the authority that has signed it: --tls-ca FILE or HOLDFAST_TLS_CA; of a platform's"
                    + " own certificate it is certificates/ca.pem in its home"
                : "it was not signed by " + address.authority()));
  }

  private static @Nullable SSLException tls(@Nullable Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException found) {
        return found;
      }
    }
    return null;
  }
}
