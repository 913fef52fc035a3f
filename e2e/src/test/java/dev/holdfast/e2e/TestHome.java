package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.port.Port;
import dev.holdfast.standalone.port.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/** Homes for platforms that tests start, two of them at a time. */
final class TestHome {
  /** Beyond the ports of labs, and below those that Linux takes for outgoing connections. */
  private static final int FIRST_PORT = 24_000;

  private static final int PORTS_OF_A_PROCESS = 1_000;
  private static final int PROCESSES = 8;

  /** Locked until this process has ended: another one takes the ports of another file. */
  private static final FileChannel CLAIM;

  private static final AtomicInteger NEXT;

  static {
    try {
      int process = 0;
      FileChannel claim = lockFile(process);
      while (claim.tryLock() == null) {
        claim.close();
        assertThat(++process).as("processes that test platforms").isLessThan(PROCESSES);
        claim = lockFile(process);
      }
      CLAIM = claim;
      NEXT = new AtomicInteger(FIRST_PORT + process * PORTS_OF_A_PROCESS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TestHome() {}

  private static FileChannel lockFile(int process) throws IOException {
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));
    return FileChannel.open(
        directory.resolve("holdfast-test-ports-" + process),
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE);
  }

  /**
   * A new one, with the Temporal server that was built. No other has its ports: those of a platform
   * that is down for a moment would be taken for free.
   */
  static Home in(Path directory) throws IOException {
    assertThat(CLAIM.isOpen()).isTrue();
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
