package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.port.Port;
import dev.holdfast.standalone.port.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Homes for platforms that tests start, two of them at a time. */
final class TestHome {
  /** Beyond the ports of labs, and below those that Linux takes for outgoing connections. */
  private static final int FIRST_PORT = 24_000;

  private static final int PORTS_OF_A_PROCESS = 1_000;
  private static final AtomicInteger NEXT =
      new AtomicInteger(
          FIRST_PORT + Integer.getInteger("surefire.forkNumber", 1) * PORTS_OF_A_PROCESS);

  private TestHome() {}

  /**
   * A new one, with the Temporal server that was built. No other has its ports: those of a platform
   * that is down for a moment would be taken for free.
   */
  static Home in(Path directory) throws IOException {
    Path temporal = Repository.root().resolve(".holdfast/bin/temporal");
    assertThat(temporal.resolve("temporal-server"))
        .as("the Temporal server, which ./holdfast test or ./holdfast up builds")
        .isExecutable();
    Home home = new Home(directory.resolve("home"), directory.resolve("bin"));
    home.create();
    Files.createSymbolicLink(home.bin().resolve("temporal"), temporal.toRealPath());
    Ports ports = Ports.read(home.root());
    for (Port port : Port.values()) {
      ports.set(port, NEXT.getAndIncrement());
    }
    ports.save(home.root());
    return home;
  }
}
