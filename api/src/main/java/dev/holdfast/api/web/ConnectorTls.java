package dev.holdfast.api.web;

import dev.holdfast.platform.PlatformConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * HTTPS of every connector, where the platform has certificates: the platform's own for whoever
 * names no host or this machine, the person's for the names in it. Renewed files are read within
 * seconds, without a restart; files that do not fit together are left alone until they do.
 */
@Component
public final class ConnectorTls
    implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectorTls.class);
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final int DNS = 2;

  /** What Tomcat calls the host of whoever names none that it knows. */
  private static final String DEFAULT = "_default_";

  private final PlatformConfig.@Nullable ApiTls tls;
  private final List<Connector> connectors = new CopyOnWriteArrayList<>();
  private final @Nullable ScheduledExecutorService timer;
  private List<FileTime> read = List.of();

  ConnectorTls(PlatformConfig config) {
    this.tls = config.api().tls();
    this.timer = tls == null ? null : watch();
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addConnectorCustomizers(this::secure);
  }

  /** Makes this connector speak HTTPS, if the platform does. */
  public void secure(Connector connector) {
    PlatformConfig.ApiTls certificates = tls;
    if (certificates == null) {
      return;
    }
    connector.setScheme("https");
    connector.setSecure(true);
    connector.setProperty("SSLEnabled", "true");
    connector.addSslHostConfig(host(DEFAULT, certificates.certFile(), certificates.keyFile()));
    String file = certificates.namedCertFile();
    if (file != null) {
      for (String name : names(Path.of(file))) {
        connector.addSslHostConfig(
            host(name, file, Objects.requireNonNull(certificates.namedKeyFile())));
      }
    }
    connectors.add(connector);
  }

  private static SSLHostConfig host(String name, String certificate, String key) {
    SSLHostConfig host = new SSLHostConfig();
    host.setHostName(name);
    host.setProtocols("TLSv1.2+TLSv1.3");
    host.setHonorCipherOrder(true);
    SSLHostConfigCertificate files =
        new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
    files.setCertificateFile(certificate);
    files.setCertificateKeyFile(key);
    host.addCertificate(files);
    return host;
  }

  /** The host names in a certificate; a client that connects to an address names none. */
  private static List<String> names(Path file) {
    try (var in = Files.newInputStream(file)) {
      var certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      return names(certificate);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot read the certificate " + file, e);
    }
  }

  private static List<String> names(X509Certificate certificate)
      throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names == null
        ? List.of()
        : names.stream()
            .filter(name -> name.getFirst().equals(DNS))
            .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
            .distinct()
            .toList();
  }

  private ScheduledExecutorService watch() {
    ScheduledExecutorService watching =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("certificates").factory());
    read = changed();
    var _ =
        watching.scheduleWithFixedDelay(
            this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return watching;
  }

  private void look() {
    List<FileTime> now = changed();
    if (now.equals(read)) {
      return;
    }
    try {
      for (Connector connector : connectors) {
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
          protocol.reloadSslHostConfigs();
        }
      }
      read = now;
      LOG.info("The certificates of the API were read again.");
    } catch (RuntimeException e) {
      LOG.warn(
          "The certificates of the API cannot be used, those of before stay: {}", e.toString());
    }
  }

  private List<FileTime> changed() {
    PlatformConfig.ApiTls certificates = Objects.requireNonNull(tls);
    List<FileTime> times = new ArrayList<>();
    for (@Nullable String file :
        new @Nullable String[] {
          certificates.certFile(),
          certificates.keyFile(),
          certificates.namedCertFile(),
          certificates.namedKeyFile()
        }) {
      if (file != null) {
        times.add(time(Path.of(file)));
      }
    }
    return times;
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0); // being replaced
    }
  }

  @Override
  public void destroy() {
    if (timer != null) {
      timer.shutdownNow();
    }
  }
}
