package dev.holdfast.api.webui;

import dev.holdfast.api.web.ConnectorTls;
import dev.holdfast.platform.PlatformConfig;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Listens on the Temporal Web UI's port: one of its own, so that the UI's pages, which show what
 * users have written, are of another origin than our API.
 */
@Component
final class WebUiConnector implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
  private static final int THREADS = 16;

  /** Also where the API is for other machines: an administrator of theirs takes a tunnel. */
  private static final String LOOPBACK = "127.0.0.1";

  private final PlatformConfig config;
  private final ConnectorTls tls;

  WebUiConnector(PlatformConfig config, ConnectorTls tls) {
    this.config = config;
    this.tls = tls;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    PlatformConfig.WebUi webUi = config.temporal().webUi();
    if (webUi == null) {
      return;
    }
    var connector = new Connector();
    connector.setProperty("address", LOOPBACK);
    connector.setProperty("maxThreads", Integer.toString(THREADS));
    connector.setProperty("minSpareThreads", "1");
    connector.setPort(webUi.port());
    // The ids of our workflows have slashes, and stand encoded in the UI's paths.
    connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    tls.secure(connector);
    factory.addAdditionalConnectors(connector);
  }
}
