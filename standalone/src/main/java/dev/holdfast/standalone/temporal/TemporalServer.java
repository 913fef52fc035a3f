package dev.holdfast.standalone.temporal;

import com.sun.management.OperatingSystemMXBean;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.standalone.certificate.Certificates;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.OwnerFiles;
import dev.holdfast.standalone.home.RolePasswords;
import dev.holdfast.standalone.port.Port;
import dev.holdfast.standalone.port.Ports;
import dev.holdfast.standalone.process.ChildSpec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The Temporal server on the platform's PostgreSQL. */
public final class TemporalServer {

  public static final String PART = "temporal";

  /**
   * What it may take of the machine's memory, but no less and no more than what follows, in MiB.
   */
  private static final int SHARE_OF_MEMORY = 8;

  private static final long LEAST_MEMORY = 256;
  private static final long MOST_MEMORY = 512;

  private final Home home;
  private final Path programs;
  private final Ports ports;
  private final RolePasswords secrets;
  private final Certificates certificates;

  public TemporalServer(
      Home home, Path programs, Ports ports, RolePasswords secrets, Certificates certificates) {
    this.home = home;
    this.programs = programs;
    this.ports = ports;
    this.secrets = secrets;
    this.certificates = certificates;
  }

  public void configure() throws IOException {
    OwnerFiles.writeIfChanged(dynamicFile(), TemporalConfiguration.dynamic());
    OwnerFiles.writeIfChanged(file(), configuration());
  }

  public ChildSpec spec(PlatformConfig.Temporal temporal)
      throws IOException, GeneralSecurityException {
    return new ChildSpec(
        PART,
        List.of(
            programs.resolve("temporal-server").toString(),
            "--config-file",
            file().toString(),
            "--allow-no-auth",
            "start"),
        Map.of("GOMEMLIMIT", memoryLimit()),
        ports.get(Port.TEMPORAL),
        configuration()
            + TemporalConfiguration.dynamic()
            + Certificates.read(certificates.authority()).getSerialNumber()
            + Files.getLastModifiedTime(programs.resolve("temporal-server")),
        "TERM",
        Duration.ofSeconds(60),
        () -> TemporalFrontend.check(temporal),
        () -> {});
  }

  private static String memoryLimit() {
    long machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() >> 20;
    return Math.clamp(machine / SHARE_OF_MEMORY, LEAST_MEMORY, MOST_MEMORY) + "MiB";
  }

  private String configuration() {
    return TemporalConfiguration.server(ports, secrets, certificates, dynamicFile());
  }

  private Path file() {
    return home.temporal().resolve("server.yaml");
  }

  private Path dynamicFile() {
    return home.temporal().resolve("dynamic.yaml");
  }
}
