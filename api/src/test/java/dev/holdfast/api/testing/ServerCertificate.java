package dev.holdfast.api.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate that has signed itself, and its key, as files in PEM.
 *
 * @param serial its number, by which one is told from the next
 */
public record ServerCertificate(Path certificate, Path key, BigInteger serial) {

  /** Writes one for these names and addresses over that of before. */
  public static ServerCertificate write(Path directory, String file, String... names) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      var name = new X500Name("CN=" + file);
      BigInteger serial = BigInteger.valueOf(System.nanoTime());
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              serial,
              Date.from(Instant.now().minus(1, ChronoUnit.HOURS)),
              Date.from(Instant.now().plus(1, ChronoUnit.DAYS)),
              name,
              keys.getPublic());
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              Arrays.stream(names)
                  .map(it ->
                      new GeneralName(
                          it.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName, it))
                  .toArray(GeneralName[]::new)));
      byte[] made =
          builder
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
              .getEncoded();
      Path certificate = directory.resolve(file + ".pem");
      Path key = directory.resolve(file + ".key");
      Files.writeString(key, pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
      Files.writeString(certificate, pem("CERTIFICATE", made));
      return new ServerCertificate(certificate, key, serial);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pem(String type, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder().encodeToString(content), type);
  }
}
