package dev.holdfast.bench;

import dev.holdfast.lab.LabServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The stack by docker-compose over SSH. It knows one server only: there is a process for each of
 * them, all at the same time.
 */
final class ComposeStack implements StackDeployer {
  /** The program, and the package of Debian that has it. */
  static final String PROGRAM = "docker-compose";

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final List<LabServer> servers;
  private final BenchDirectory directory = BenchDirectory.make();
  private final SshSetup ssh;
  private final Path file;

  ComposeStack(List<LabServer> servers) throws IOException {
    this.servers = servers;
    this.ssh = new SshSetup(servers, directory);
    this.file = directory.copy("compose.yaml");
  }

  @Override
  public String name() {
    return "compose";
  }

  @Override
  public void deploy(String release) throws Exception {
    onEach(release, "up", "-d");
  }

  /** It keeps no releases: whoever has the earlier file deploys it again. */
  @Override
  public void rollBack(String before) throws Exception {
    deploy(before);
  }

  @Override
  public void remove() throws Exception {
    onEach("", "down", "--volumes");
  }

  private void onEach(String release, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(PROGRAM, "-p", "bench", "-f", file.toString()));
    command.addAll(List.of(arguments));
    List<Callable<String>> runs = new ArrayList<>();
    for (LabServer server : servers) {
      Map<String, String> environment = new HashMap<>(ssh.environment());
      // It names a port to ssh in any case, which would otherwise be 22.
      environment.put(
          "DOCKER_HOST", "ssh://%s@%s:%d".formatted(server.user(), server.name(), server.port()));
      environment.put("RELEASE", release);
      runs.add(() -> BaselineProcess.run(command, environment, "", PATIENCE));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> run : threads.invokeAll(runs)) {
        var _ = run.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Override
  public void close() {
    directory.close();
  }
}
