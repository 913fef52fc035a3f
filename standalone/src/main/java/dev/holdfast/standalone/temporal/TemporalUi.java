package dev.holdfast.standalone.temporal;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.standalone.certificate.Certificates;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.OwnerFiles;
import dev.holdfast.standalone.port.Http;
import dev.holdfast.standalone.port.Port;
import dev.holdfast.standalone.port.Ports;
import dev.holdfast.standalone.process.ChildSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Temporal Web UI, without write actions, which answers nobody but our API. */
public final class TemporalUi {

  public static final String PART = "temporal-ui";
  private static final String MEMORY_LIMIT = "64MiB";

  private final Home home;
  private final Path programs;
  private final Ports ports;
  private final Certificates certificates;
  private final PlatformConfig.WebUi webUi;
  private final String api;

  /**
   * @param api where the browser finds the API
   */
  public TemporalUi(
      Home home,
      Path programs,
      Ports ports,
      Certificates certificates,
      PlatformConfig.WebUi webUi,
      String api) {
    this.api = api;
    this.home = home;
    this.programs = programs;
    this.ports = ports;
    this.certificates = certificates;
    this.webUi = webUi;
  }

  public void configure() throws IOException {
    OwnerFiles.directory(directory());
    OwnerFiles.writeIfChanged(directory().resolve("holdfast.yaml"), configuration());
  }

  public ChildSpec spec() throws IOException, GeneralSecurityException {
    Path program = programs.resolve("temporal-webui");
    return new ChildSpec(
        PART,
        List.of(program.toString(), directory().toString()),
        Map.of("GOMEMLIMIT", MEMORY_LIMIT, "HOLDFAST_WEBUI_SECRET", webUi.secret()),
        ports.get(Port.TEMPORAL_UI_SERVER),
        configuration()
            + Certificates.read(certificates.authority()).getSerialNumber()
            + Files.getLastModifiedTime(program)
            + webUi.secret(),
        "TERM",
        Duration.ofSeconds(30),
        () -> check(webUi, certificates.clientTls()),
        () -> {});
  }

  private String configuration() {
    return TemporalConfiguration.ui(ports, certificates, api);
  }

  /**
   * Asks it.
   *
   * @param tls whom to trust; null for whom Java trusts
   */
  public static void check(PlatformConfig.WebUi webUi, PlatformConfig.@Nullable Tls tls)
      throws IOException {
    Http.requireOk(webUi.server() + "/healthz", tls);
  }

  private Path directory() {
    return home.temporal().resolve("ui");
  }
}
