package dev.holdfast.bench;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Surroundings;
import dev.holdfast.cli.Terminal;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.database.DatabasePool;
import dev.holdfast.platform.secret.Keyset;
import dev.holdfast.standalone.home.Directories;
import dev.holdfast.standalone.home.Home;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A platform of its own, as everybody's is but without a worker, in a directory below the home; for
 * measurements that fill it. It goes with everything in it when it is closed.
 */
final class MeasuredPlatform implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration STOP = Duration.ofMinutes(2);

  private final Path root;
  private final Map<String, String> environment;
  private final PlatformConfig config;
  private final DatabasePool pool;
  private final ApiClient api;

  private MeasuredPlatform(Path root, Map<String, String> environment) {
    this.root = root;
    this.environment = environment;
    this.config = PlatformConfig.read(root);
    this.pool = new DatabasePool("bench", config.database());
    this.api =
        ApiClient.connect(
            new Surroundings(
                Map.of("HOLDFAST_HOME", root.toString()),
                Terminal.NONE,
                InputStream.nullInputStream()),
            null);
  }

  /**
   * Starts it.
   *
   * @param home whose unpacked programs are used
   */
  static MeasuredPlatform start(Home home) throws IOException, InterruptedException {
    Files.createDirectories(home.root());
    Path root = Files.createTempDirectory(home.root(), "measured-");
    Map<String, String> environment =
        Map.of("HOLDFAST_HOME", root.toString(), "HOLDFAST_BIN", home.bin().toString());
    try {
      cli(environment, START, "up", "--detach", "--no-worker", "--port", Integer.toString(free()));
      return new MeasuredPlatform(root, environment);
    } catch (IOException | InterruptedException | RuntimeException e) {
      remove(root, environment);
      throw e;
    }
  }

  /** With the owner's token. */
  ApiClient api() {
    return api;
  }

  /** The file with the owner's token. */
  Path owner() {
    return root.resolve("cli.json");
  }

  PlatformConfig config() {
    return config;
  }

  DatabasePool pool() {
    return pool;
  }

  /** With what its content is encrypted. */
  AtRest atRest() {
    return new AtRest(
        pool.jdbi(), new Keyset(Path.of(config.keysDirectory()).resolve(Keyset.SECRETS)));
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void cli(Map<String, String> environment, Duration patience, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(CliProcess.likeThis().command());
    command.addAll(List.of(arguments));
    var _ = BaselineProcess.run(command, environment, "", patience);
  }

  private static void remove(Path root, Map<String, String> environment)
      throws IOException, InterruptedException {
    try {
      cli(environment, STOP, "down");
    } finally {
      Directories.delete(root);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    api.close();
    pool.close();
    remove(root, environment);
  }
}
