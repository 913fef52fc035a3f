package dev.holdfast.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection to a Docker engine that answers; thread-safe. */
public final class DockerEngine implements AutoCloseable {

  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final DockerClient client;
  private final Info info;
  private final Machine machine;

  private DockerEngine(DockerClient client, Machine machine) {
    this.client = client;
    this.info = client.infoCmd().exec();
    this.machine = machine;
  }

  /**
   * Finds the engine of {@code DOCKER_HOST} or of the default socket; installs and starts one on
   * Debian as root where there is none and {@code consent} allows it.
   *
   * @param home where the log of an engine that had to be started goes
   * @throws LabException if there is no engine and none can be had, with what to do
   */
  public static DockerEngine connect(Path home, Consent consent, LabProgress progress) {
    DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
    Machine machine = new Machine(consent, progress);
    String problem = problem(config);
    if (problem != null) {
      if (System.getenv("DOCKER_HOST") != null) {
        throw new LabException(
            "DOCKER_HOST names %s, but no engine answers there: %s. Start it or unset DOCKER_HOST."
                .formatted(config.getDockerHost(), problem));
      }
      new DockerInstallation(machine, progress).start(home, () -> problem(config));
    }
    DockerEngine engine = new DockerEngine(client(config, null), machine);
    if ("vfs".equals(engine.info.getDriver())) {
      progress.line(
          "Docker's storage driver here is vfs: every lab server takes a full copy of the image"
              + " (300 MB).");
    }
    return engine;
  }

  /**
   * The engine of {@code DOCKER_HOST} or of the default socket, if one answers; starts nothing.
   *
   * @throws LabException if there is one that this user may not use
   */
  public static Optional<DockerEngine> running(LabProgress progress) {
    DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
    return problem(config) != null
        ? Optional.empty()
        : Optional.of(new DockerEngine(client(config, null), new Machine(deed -> false, progress)));
  }

  DockerClient client() {
    return client;
  }

  Machine machine() {
    return machine;
  }

  /** Whether the engine confines containers by AppArmor, whose default profile forbids mounts. */
  boolean usesAppArmor() {
    Object options = info.getRawValues().get("SecurityOptions");
    return String.valueOf(options).contains("apparmor");
  }

  boolean hasControlGroupsOfVersion1() {
    return "1".equals(info.getRawValues().get("CgroupVersion"));
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Why no engine answers, or null if one does. */
  private static @Nullable String problem(DockerClientConfig config) {
    URI host = config.getDockerHost();
    if ("unix".equals(host.getScheme())) {
      Path socket = Path.of(host.getPath());
      if (!Files.exists(socket)) {
        return "there is no socket " + socket;
      }
      if (!Files.isWritable(socket)) {
        throw new LabException(
            "You may not use Docker's socket %s. Run this as root, or join its group: sudo usermod -aG docker $USER, then log in again."
                .formatted(socket));
      }
    }
    try (DockerClient probe = client(config, ANSWER)) {
      probe.pingCmd().exec();
      return null;
    } catch (IOException | RuntimeException e) {
      return "it does not answer (" + rootMessage(e) + ")";
    }
  }

  private static DockerClient client(DockerClientConfig config, @Nullable Duration answer) {
    ApacheDockerHttpClient.Builder http =
        new ApacheDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .sslConfig(config.getSSLConfig())
            .connectionTimeout(ANSWER);
    if (answer != null) {
      http.responseTimeout(answer);
    }
    return DockerClientImpl.getInstance(config, http.build());
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  @Override
  public String toString() {
    return "Docker " + info.getServerVersion() + " (" + info.getDriver() + ")";
  }
}
