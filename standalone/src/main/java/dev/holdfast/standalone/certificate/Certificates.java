package dev.holdfast.standalone.certificate;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.standalone.home.OwnerFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * The certificates of mutual TLS between Temporal and its clients: an authority of this platform's
 * own, a server certificate and a client certificate, made at the first start and renewed before
 * they expire.
 */
public final class Certificates {

  /** The name in the server's certificate, beside the loopback addresses. */
  public static final String SERVER_NAME = "temporal.holdfast.internal";

  static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
  static final Duration LIFE = Duration.ofDays(397);

  /** A process reads its certificate at its start, so a renewal leaves it this much time. */
  static final Duration RENEW_BEFORE = Duration.ofDays(60);

  private final Path directory;
  private final Clock clock;

  public Certificates(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /** Makes what is missing or about to expire; tells whether it made anything. */
  public boolean renew() throws IOException, GeneralSecurityException {
    OwnerFiles.directory(directory);
    boolean made = false;
    if (expires(authority(), authorityKey(), LIFE)) {
      KeyPair keys = Certificate.newKeys();
      Instant now = clock.instant();
      X509Certificate authority = Certificate.authority(keys, now, now.plus(AUTHORITY_LIFE));
      OwnerFiles.write(authorityKey(), Certificate.pem(keys.getPrivate()));
      OwnerFiles.write(authority(), Certificate.pem(authority));
      issue(server(), serverKey(), KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
      issue(client(), clientKey(), KeyPurposeId.id_kp_clientAuth);
      return true;
    }
    if (expires(server(), serverKey(), RENEW_BEFORE)) {
      issue(server(), serverKey(), KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
      made = true;
    }
    if (expires(client(), clientKey(), RENEW_BEFORE)) {
      issue(client(), clientKey(), KeyPurposeId.id_kp_clientAuth);
      made = true;
    }
    return made;
  }

  /** What a client of the frontend needs. */
  public PlatformConfig.Tls clientTls() {
    return new PlatformConfig.Tls(
        authority().toString(), client().toString(), clientKey().toString(), SERVER_NAME);
  }

  public Path authority() {
    return directory.resolve("ca.pem");
  }

  public Path server() {
    return directory.resolve("server.pem");
  }

  public Path serverKey() {
    return directory.resolve("server.key");
  }

  public Path client() {
    return directory.resolve("client.pem");
  }

  public Path clientKey() {
    return directory.resolve("client.key");
  }

  private Path authorityKey() {
    return directory.resolve("ca.key");
  }

  private void issue(Path certificate, Path key, KeyPurposeId... purposes)
      throws IOException, GeneralSecurityException {
    X509Certificate issuer = read(authority());
    PrivateKey issuerKey = Certificate.privateKey(Files.readString(authorityKey()));
    KeyPair keys = Certificate.newKeys();
    Instant now = clock.instant();
    X509Certificate made =
        Certificate.leaf(issuer, issuerKey, keys, SERVER_NAME, now, now.plus(LIFE), purposes);
    OwnerFiles.write(key, Certificate.pem(keys.getPrivate()));
    OwnerFiles.write(certificate, Certificate.pem(made));
  }

  private boolean expires(Path certificate, Path key, Duration before)
      throws IOException, GeneralSecurityException {
    if (!Files.exists(certificate) || !Files.exists(key)) {
      return true;
    }
    Instant end = read(certificate).getNotAfter().toInstant();
    return end.isBefore(clock.instant().plus(before));
  }

  public static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }
}
