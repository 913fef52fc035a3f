package dev.holdfast.standalone.database;

import java.nio.file.Path;

/** Where a server reads its certificate, its key and whom it trusts. */
record CertificateFiles(Path certificate, Path key, Path authority) {

  static CertificateFiles in(Path directory) {
    return new CertificateFiles(
        directory.resolve("server.pem"),
        directory.resolve("server.key"),
        directory.resolve("ca.pem"));
  }
}
