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
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * The certificates of TLS between the parts: an authority of this platform's own, a certificate for
 * each server, and one for our clients; made at the first start and renewed before they expire.
 */
public final class Certificates {

  /** The name in the certificate of Temporal's server, beside the loopback addresses. */
  public static final String SERVER_NAME = "temporal.holdfast.internal";

  static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
  static final Duration LIFE = Duration.ofDays(397);

  /** A process reads its certificate at its start, so a renewal leaves it this much time. */
  static final Duration RENEW_BEFORE = Duration.ofDays(60);

  /**
   * The number of a name in a certificate that is one of the DNS, and of one that is an address.
   */
  private static final int DNS = 2;

  private static final int ADDRESS = 7;

  private static final Leaf SERVER =
      new Leaf("server", SERVER_NAME, KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);

  private static final Leaf CLIENT = new Leaf("client", SERVER_NAME, KeyPurposeId.id_kp_clientAuth);

  private static final Leaf POSTGRES =
      new Leaf("postgres", "postgres.holdfast.internal", KeyPurposeId.id_kp_serverAuth);

  private static final Leaf REDIS =
      new Leaf("redis", "redis.holdfast.internal", KeyPurposeId.id_kp_serverAuth);

  private static final Leaf WEB_UI =
      new Leaf("webui", "webui.holdfast.internal", KeyPurposeId.id_kp_serverAuth);

  private static final Leaf API =
      new Leaf("api", "api.holdfast.internal", KeyPurposeId.id_kp_serverAuth);

  private static final List<Leaf> LEAVES = List.of(SERVER, CLIENT, POSTGRES, REDIS, WEB_UI, API);

  /** What is certified: the name of its files, its own, and what for. */
  private record Leaf(String file, String name, List<KeyPurposeId> purposes) {
    Leaf(String file, String name, KeyPurposeId... purposes) {
      this(file, name, List.of(purposes));
    }
  }

  private final Path directory;
  private final Clock clock;
  private List<String> apiNames = List.of();

  public Certificates(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /** A certificate and its key, as files in PEM. */
  public record Pair(Path certificate, Path key) {}

  /**
   * Names and addresses under which the API is reached beside loopback; the next {@link #renew}
   * puts them into its certificate.
   */
  public synchronized void nameApi(Collection<String> names) {
    apiNames = List.copyOf(new TreeSet<>(names));
  }

  /** Makes what is missing or about to expire; tells whether it made anything. */
  public synchronized boolean renew() throws IOException, GeneralSecurityException {
    OwnerFiles.directory(directory);
    boolean fresh = expires(authority(), authorityKey(), LIFE);
    if (fresh) {
      KeyPair keys = Certificate.newKeys();
      Instant now = clock.instant();
      X509Certificate authority = Certificate.authority(keys, now, now.plus(AUTHORITY_LIFE));
      OwnerFiles.write(authorityKey(), Certificate.pem(keys.getPrivate()));
      OwnerFiles.write(authority(), Certificate.pem(authority));
    }
    boolean made = fresh;
    for (Leaf leaf : LEAVES) {
      Pair files = files(leaf);
      if (fresh
          || expires(files.certificate(), files.key(), RENEW_BEFORE)
          || (leaf.equals(API) && !names(read(files.certificate())).containsAll(apiNames))) {
        issue(leaf);
        made = true;
      }
    }
    return made;
  }

  /** What a client of Temporal's frontend needs. */
  public PlatformConfig.Tls clientTls() {
    return new PlatformConfig.Tls(
        authority().toString(), client().toString(), clientKey().toString(), SERVER_NAME);
  }

  /** What a client of Redis needs, which is found by its address. */
  public PlatformConfig.Tls redisTls() {
    return new PlatformConfig.Tls(
        authority().toString(), client().toString(), clientKey().toString(), null);
  }

  public Path authority() {
    return directory.resolve("ca.pem");
  }

  public Path server() {
    return files(SERVER).certificate();
  }

  public Path serverKey() {
    return files(SERVER).key();
  }

  public Path client() {
    return files(CLIENT).certificate();
  }

  public Path clientKey() {
    return files(CLIENT).key();
  }

  /** Of PostgreSQL. */
  public Pair postgres() {
    return files(POSTGRES);
  }

  /** Of Redis. */
  public Pair redis() {
    return files(REDIS);
  }

  /** Of the Temporal Web UI's server, which only the API asks. */
  public Pair webUi() {
    return files(WEB_UI);
  }

  /** Of the API, for this machine's own addresses. */
  public Pair api() {
    return files(API);
  }

  private Pair files(Leaf leaf) {
    return new Pair(
        directory.resolve(leaf.file() + ".pem"), directory.resolve(leaf.file() + ".key"));
  }

  private Path authorityKey() {
    return directory.resolve("ca.key");
  }

  private void issue(Leaf leaf) throws IOException, GeneralSecurityException {
    X509Certificate issuer = read(authority());
    PrivateKey issuerKey = Certificate.privateKey(Files.readString(authorityKey()));
    KeyPair keys = Certificate.newKeys();
    Instant now = clock.instant();
    X509Certificate made =
        Certificate.leaf(
            issuer,
            issuerKey,
            keys,
            leaf.name(),
            leaf.equals(API) ? apiNames : List.of(),
            now,
            now.plus(LIFE),
            leaf.purposes().toArray(KeyPurposeId[]::new));
    OwnerFiles.write(files(leaf).key(), Certificate.pem(keys.getPrivate()));
    OwnerFiles.write(files(leaf).certificate(), Certificate.pem(made));
  }

  private boolean expires(Path certificate, Path key, Duration before)
      throws IOException, GeneralSecurityException {
    if (!Files.exists(certificate) || !Files.exists(key)) {
      return true;
    }
    Instant end = read(certificate).getNotAfter().toInstant();
    return end.isBefore(clock.instant().plus(before));
  }

  /** The names and addresses that a certificate is for, in lower case. */
  public static List<String> names(X509Certificate certificate) throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names == null
        ? List.of()
        : names.stream()
            .filter(name -> name.getFirst().equals(DNS) || name.getFirst().equals(ADDRESS))
            .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
            .toList();
  }

  public static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }
}
