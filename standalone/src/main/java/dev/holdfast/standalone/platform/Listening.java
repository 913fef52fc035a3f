package dev.holdfast.standalone.platform;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.tls.ClientTls;
import dev.holdfast.standalone.certificate.Certificates;
import dev.holdfast.standalone.home.PlatformFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where and how the API listens, as the person asked for it.
 *
 * @param port null for the one of before
 * @param address one of this machine's, as numbers; null for loopback
 * @param certificate of the person's own, for the names in it; null for none
 * @param names under which it is reached beside those
 */
public record Listening(
    @Nullable Integer port,
    @Nullable String address,
    boolean tls,
    @Nullable Path certificate,
    @Nullable Path key,
    List<String> names) {

  /** On loopback, over plain HTTP. */
  public static final Listening LOOPBACK = new Listening(null, null, false, null, null, List.of());

  private static final String LOOPBACK_ADDRESS = "127.0.0.1";
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9-]+)*");

  public Listening {
    names = List.copyOf(names);
  }

  /**
   * Refuses what would not work, or would send tokens readable for anybody.
   *
   * @throws PlatformFailure with the option and the remedy
   */
  public void check() {
    if (port != null && (port < 1 || port > 65_535)) {
      throw usage("--port: " + port + " is not a port (1 to 65535)");
    }
    if ((certificate == null) != (key == null)) {
      throw usage("--tls-certificate and --tls-key belong together: name both");
    }
    if (!secured() && !names.isEmpty()) {
      throw usage("--tls-name: names are those of a certificate; add --tls");
    }
    for (String name : names) {
      if (!isAddress(name) && (name.matches("[0-9.]+|.*:.*") || !NAME.matcher(name).matches())) {
        throw usage("--tls-name: '" + name + "' is neither a name nor an address");
      }
    }
    if (address != null && !isAddress(address)) {
      throw usage(
          "--listen: '"
              + address
              + "' is not an address of this machine, such as 192.0.2.10, or 0.0.0.0 for all");
    }
    if (address != null && !secured() && !InetAddress.ofLiteral(address).isLoopbackAddress()) {
      throw usage(
          "--listen "
              + address
              + " without TLS would show every token to whoever listens on the way: add --tls, or"
              + " --tls-certificate and --tls-key; or leave it on loopback, behind a tunnel");
    }
    if (certificate != null) {
      given(); // so that a wrong one is told before anything starts
    }
  }

  /** Whether it speaks HTTPS. */
  public boolean secured() {
    return tls || certificate != null;
  }

  /** Whether the person asked for anything but a port. */
  public boolean asked() {
    return secured() || address != null;
  }

  /** Whether a platform that runs listens as it was asked for here. */
  public boolean like(PlatformConfig.Api api) {
    PlatformConfig.ApiTls given = api.tls();
    boolean sameCertificate =
        certificate == null
            || (given != null
                && certificate.toAbsolutePath().toString().equals(given.namedCertFile()));
    return api.host().equals(address == null ? LOOPBACK_ADDRESS : address)
        && (given != null) == secured()
        && sameCertificate
        && (given == null || given.names().containsAll(ownNames()));
  }

  /** The options that ask for the same, for another process. */
  public List<String> options() {
    List<String> options = new ArrayList<>();
    if (port != null) {
      options.addAll(List.of("--port", Integer.toString(port)));
    }
    if (address != null) {
      options.addAll(List.of("--listen", address));
    }
    if (tls) {
      options.add("--tls");
    }
    if (certificate != null && key != null) {
      options.addAll(
          List.of(
              "--tls-certificate",
              certificate.toAbsolutePath().toString(),
              "--tls-key",
              key.toAbsolutePath().toString()));
    }
    names.forEach(name -> options.addAll(List.of("--tls-name", name)));
    return options;
  }

  /** The names and addresses that our own certificate is made for, beside loopback. */
  Set<String> ownNames() {
    Set<String> own = new TreeSet<>();
    names.forEach(name -> own.add(plain(name)));
    if (address != null && !InetAddress.ofLiteral(address).isAnyLocalAddress()) {
      own.add(plain(address));
    }
    return own;
  }

  PlatformConfig.Api api(int chosen, Certificates certificates) {
    String host = address == null ? LOOPBACK_ADDRESS : address;
    if (!secured()) {
      return new PlatformConfig.Api(host, chosen);
    }
    Set<String> answered = ownNames();
    if (certificate != null) {
      answered.addAll(given());
    }
    return new PlatformConfig.Api(
        host,
        chosen,
        new PlatformConfig.ApiTls(
            certificates.authority().toString(),
            certificates.api().certificate().toString(),
            certificates.api().key().toString(),
            certificate == null ? null : certificate.toAbsolutePath().toString(),
            key == null ? null : key.toAbsolutePath().toString(),
            List.copyOf(answered)));
  }

  /** The names in the person's certificate. */
  private List<String> given() {
    Path file = Objects.requireNonNull(certificate);
    try {
      X509Certificate read = Certificates.read(file);
      read.checkValidity();
      ClientTls.identity(file, Objects.requireNonNull(key));
      List<String> found = Certificates.names(read);
      if (found.isEmpty()) {
        throw usage("--tls-certificate: " + file + " names no host (subjectAltName)");
      }
      return found;
    } catch (IOException | GeneralSecurityException e) {
      throw usage(
          "--tls-certificate: "
              + e.getMessage()
              + "; both files are PEM, the key PKCS#8 without a password"
              + " (openssl pkcs8 -topk8 -nocrypt)");
    }
  }

  private static boolean isAddress(String text) {
    try {
      return ADDRESS.matcher(text).matches() && InetAddress.ofLiteral(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** In lower case, an address as certificates write it. */
  private static String plain(String name) {
    return isAddress(name)
        ? InetAddress.ofLiteral(name).getHostAddress()
        : name.toLowerCase(Locale.ROOT);
  }

  private static PlatformFailure usage(String message) {
    return new PlatformFailure(PlatformFailure.USAGE, message);
  }
}
