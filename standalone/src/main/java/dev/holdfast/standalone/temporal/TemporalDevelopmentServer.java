package dev.holdfast.standalone.temporal;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.port.Port;
import dev.holdfast.standalone.port.Ports;
import dev.holdfast.standalone.process.ChildSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The fallback: {@code temporal server start-dev} with its SQLite database on disk. */
public final class TemporalDevelopmentServer {

  public static final String WARNING =
      """
      warning: the real Temporal server could not be built (no Go), so the development server
      of the `temporal` program is used. It has no mutual TLS: every local user can start and read
      workflows. It keeps its data in SQLite, outside of the platform's PostgreSQL and its backup,
      and it is slower. Install Go and start again to get the real one; operations that run now
      stay in the development server's database.\
      """;

  private final Home home;
  private final Path program;
  private final Ports ports;
  private final String api;

  /**
   * @param api where the browser finds the API
   */
  public TemporalDevelopmentServer(Home home, Path program, Ports ports, String api) {
    this.api = api;
    this.home = home;
    this.program = program;
    this.ports = ports;
  }

  public ChildSpec spec(PlatformConfig.Temporal temporal) {
    return new ChildSpec(
        TemporalServer.PART,
        List.of(
            program.toString(),
            "server",
            "start-dev",
            "--ip",
            "127.0.0.1",
            "--port",
            Integer.toString(ports.get(Port.TEMPORAL)),
            "--ui-port",
            Integer.toString(ports.get(Port.TEMPORAL_UI)),
            "--ui-codec-endpoint",
            api + "/api/v1/codec",
            "--db-filename",
            home.temporal().resolve("development.db").toString(),
            "--namespace",
            temporal.namespace(),
            "--log-level",
            "warn"),
        Map.of(),
        ports.get(Port.TEMPORAL),
        "",
        "TERM",
        Duration.ofSeconds(60),
        () -> TemporalFrontend.check(temporal),
        () -> {});
  }
}
