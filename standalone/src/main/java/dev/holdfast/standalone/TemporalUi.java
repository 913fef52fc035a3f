package dev.holdfast.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The Temporal Web UI on the loopback address, without write actions. */
final class TemporalUi {

  static final String PART = "temporal-ui";
  private static final String MEMORY_LIMIT = "64MiB";

  private final Home home;
  private final Path programs;
  private final Ports ports;
  private final Certificates certificates;

  TemporalUi(Home home, Path programs, Ports ports, Certificates certificates) {
    this.home = home;
    this.programs = programs;
    this.ports = ports;
    this.certificates = certificates;
  }

  void configure() throws IOException {
    OwnerFiles.directory(directory());
    OwnerFiles.writeIfChanged(
        directory().resolve("holdfast.yaml"), TemporalConfiguration.ui(ports, certificates));
  }

  ChildSpec spec() throws IOException, GeneralSecurityException {
    int port = ports.get(Port.TEMPORAL_UI);
    Path program = programs.resolve("temporal-ui-server");
    return new ChildSpec(
        PART,
        List.of(
            program.toString(),
            "--root",
            "/",
            "--config",
            directory().toString(),
            "--env",
            "holdfast",
            "start"),
        Map.of("GOMEMLIMIT", MEMORY_LIMIT),
        port,
        TemporalConfiguration.ui(ports, certificates)
            + Certificates.read(certificates.authority()).getSerialNumber()
            + Files.getLastModifiedTime(program),
        "TERM",
        Duration.ofSeconds(30),
        () -> check("http://127.0.0.1:" + port),
        () -> {});
  }

  static void check(String url) throws IOException {
    Http.requireOk(url + "/healthz");
  }

  private Path directory() {
    return home.temporal().resolve("ui");
  }
}
