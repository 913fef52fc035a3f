package dev.holdfast.api.webui;

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

  private final PlatformConfig config;

  WebUiConnector(PlatformConfig config) {
    this.config = config;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    PlatformConfig.WebUi webUi = config.temporal().webUi();
    if (webUi == null) {
      return;
    }
    var connector = new Connector();
    connector.setProperty("address", config.api().host());
    connector.setProperty("maxThreads", Integer.toString(THREADS));
    connector.setProperty("minSpareThreads", "1");
    connector.setPort(webUi.port());
    // The ids of our workflows have slashes, and stand encoded in the UI's paths.
    connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    factory.addAdditionalConnectors(connector);
  }
}
