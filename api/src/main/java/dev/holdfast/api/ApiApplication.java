package dev.holdfast.api;

import dev.holdfast.api.activities.PlatformWorker;
import dev.holdfast.api.auth.FirstStart;
import dev.holdfast.api.encryption.BackgroundEncryption;
import dev.holdfast.api.events.ChangeFeed;
import dev.holdfast.api.events.EventDispatcher;
import dev.holdfast.api.files.FileSweeper;
import dev.holdfast.api.incidents.IncidentSweeper;
import dev.holdfast.api.notify.SinkDeliveries;
import dev.holdfast.api.operations.SteeringSender;
import dev.holdfast.api.operations.Sweeper;
import dev.holdfast.api.schedules.ScheduleSync;
import dev.holdfast.api.web.Compression;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.server.HostKeyScanner;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The REST API, as part of whatever process starts it. */
public final class ApiApplication {
  private ApiApplication() {}

  /**
   * Starts the API: migrates the database, listens on the configured address and writes the owner's
   * token to {@code cli.json} in {@code home}. Logging stays as the process has configured it.
   *
   * @return what stops it
   * @throws RuntimeException if the port is taken, the database cannot be reached, or tokens would
   *     cross a network unencrypted
   */
  public static AutoCloseable start(PlatformConfig config, Path home, HostKeyScanner scanner) {
    if (config.api().tls() == null && !isLoopback(config.api().host())) {
      throw new IllegalStateException(
          "the API is to listen on "
              + config.api().host()
              + " without TLS: whoever listens on the way would see every token");
    }
    System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
    var application = new SpringApplication(ApiConfiguration.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    // The process decides when and in which order its parts stop.
    application.setRegisterShutdownHook(false);
    application.setDefaultProperties(properties(config));
    application.addInitializers(context -> {
      var beans = (GenericApplicationContext) context;
      beans.registerBean(PlatformConfig.class, () -> config);
      beans.registerBean(HostKeyScanner.class, () -> scanner);
    });
    ConfigurableApplicationContext context = application.run();
    try {
      context.getBean(FirstStart.class).prepare(home);
      context.getBean(ChangeFeed.class).start();
      context.getBean(EventDispatcher.class).start();
      context.getBean(SinkDeliveries.class).start();
      context.getBean(Sweeper.class).start();
      context.getBean(SteeringSender.class).start();
      context.getBean(IncidentSweeper.class).start();
      context.getBean(FileSweeper.class).start();
      context.getBean(ScheduleSync.class).start();
      context.getBean(PlatformWorker.class).start();
      context.getBean(BackgroundEncryption.class).start();
      return context;
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static Map<String, Object> properties(PlatformConfig config) {
    return Map.ofEntries(
        Map.entry("server.address", config.api().host()),
        Map.entry("server.port", config.api().port()),
        Map.entry("server.shutdown", "immediate"),
        Map.entry("server.tomcat.max-http-form-post-size", "16KB"),
        // Tomcat closes a connection after its hundredth request; if that one asks for a WebSocket,
        // clients see "upgrade"
        // beside "close" and give up.
        Map.entry("server.tomcat.max-keep-alive-requests", -1),
        Map.entry("server.compression.enabled", true),
        Map.entry("server.compression.min-response-size", Compression.SHORTEST + "B"),
        Map.entry("server.compression.mime-types", String.join(",", Compression.TYPES)),
        Map.entry("spring.threads.virtual.enabled", true),
        Map.entry("spring.main.allow-bean-definition-overriding", false),
        Map.entry("spring.jmx.enabled", false),
        Map.entry("spring.web.resources.add-mappings", false),
        // A field that is spelt wrong must not be a field that is left out.
        Map.entry("spring.jackson.deserialization.fail-on-unknown-properties", true),
        // No document of ours comes near; a thousand brackets would cost more than they weigh.
        Map.entry("spring.jackson.factory.constraints.read.max-nesting-depth", 64),
        Map.entry("springdoc.api-docs.path", "/openapi.json"),
        Map.entry("springdoc.api-docs.version", "openapi_3_1"),
        Map.entry("springdoc.default-produces-media-type", "application/json"),
        Map.entry("springdoc.swagger-ui.path", "/docs"),
        Map.entry("springdoc.writer-with-order-by-keys", true),
        Map.entry("springdoc.enable-spring-security", false));
  }
}
