package dev.holdfast.standalone.database;

import dev.holdfast.standalone.certificate.Certificates;
import dev.holdfast.standalone.home.OwnerFiles;
import dev.holdfast.standalone.home.ServiceUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The certificate of a server, copied to where the user can read it that the server runs as: the
 * platform's own files are for its own user only.
 */
final class ServedCertificate {
  private final Path directory;
  private final ServiceUser user;
  private final Certificates.Pair pair;
  private final Path authority;

  ServedCertificate(
      Path directory, ServiceUser user, Certificates.Pair pair, Certificates certificates) {
    this.directory = directory;
    this.user = user;
    this.pair = pair;
    this.authority = certificates.authority();
  }

  /** Copies what has changed; tells whether anything has. */
  boolean place() throws IOException {
    user.directory(directory);
    boolean key = copy(pair.key(), files().key());
    boolean certificate = copy(pair.certificate(), files().certificate());
    boolean trusted = copy(authority, files().authority());
    return key || certificate || trusted;
  }

  CertificateFiles files() {
    return CertificateFiles.in(directory);
  }

  /** Another one needs a server that reads it: the text of the certificates. */
  String fingerprint() throws IOException {
    return Files.readString(pair.certificate()) + Files.readString(authority);
  }

  private boolean copy(Path from, Path to) throws IOException {
    boolean written = OwnerFiles.writeIfChanged(to, Files.readString(from));
    user.own(to);
    return written;
  }
}
