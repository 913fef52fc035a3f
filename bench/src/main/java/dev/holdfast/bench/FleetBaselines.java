package dev.holdfast.bench;

import dev.holdfast.cli.Json;
import dev.holdfast.lab.LabServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** {@code true} on all servers by parallel-ssh and by Ansible; closing it removes their files. */
final class FleetBaselines implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final PythonTools tools;
  private final List<LabServer> servers;
  private final Path directory;

  FleetBaselines(PythonTools tools, List<LabServer> servers) throws IOException {
    this.tools = tools;
    this.servers = servers;
    // Short, because the paths of UNIX sockets are.
    this.directory = Files.createTempDirectory("hf");
    try (InputStream program = resource("parallel_ssh.py")) {
      Files.copy(program, directory.resolve("parallel_ssh.py"));
    }
    Files.writeString(
        directory.resolve("true.yml"),
        "- hosts: all\n  tasks:\n    - ansible.builtin.raw: 'true'\n");
    // Empty, so that nobody else's is found.
    Files.createFile(directory.resolve("ansible.cfg"));
    Files.writeString(
        directory.resolve("known_hosts"),
        servers.stream().map(LabServer::knownHosts).collect(Collectors.joining()));
    Files.writeString(
        directory.resolve("hosts"),
        servers.stream()
            .map(server ->
                "%s ansible_host=%s ansible_port=%d ansible_user=%s ansible_ssh_private_key_file=%s\n"
                    .formatted(
                        server.name(),
                        server.address(),
                        server.port(),
                        server.user(),
                        server.keyFile()))
            .collect(Collectors.joining()));
  }

  /**
   * A process that runs it so many times over the same connections.
   *
   * @return the milliseconds of each round; the first connects
   */
  List<Double> parallelSsh(int rounds) throws IOException, InterruptedException {
    ObjectNode wanted =
        Json.object()
            .put("user", servers.getFirst().user())
            .put("key", servers.getFirst().keyFile().toString())
            .put("rounds", rounds);
    servers.forEach(server -> wanted.withArray("ports").add(server.port()));
    return BaselineProcess.run(
            List.of(tools.program("python"), directory.resolve("parallel_ssh.py").toString()),
            Map.of(),
            wanted.toString(),
            PATIENCE)
        .lines()
        .map(Double::valueOf)
        .toList();
  }

  /** One process with a fork for each server; it keeps its connections for the next. */
  void ansibleRaw() throws IOException, InterruptedException {
    run(tools.program("ansible"), "all", "-m", "raw", "-a", "true");
  }

  /** The same as a playbook, which gathers facts before. */
  void ansible() throws IOException, InterruptedException {
    run(tools.program("ansible-playbook"), directory.resolve("true.yml").toString());
  }

  private void run(String... command) throws IOException, InterruptedException {
    var _ =
        BaselineProcess.run(
            List.of(command),
            Map.of(
                "HOME",
                directory.toString(),
                "ANSIBLE_CONFIG",
                directory.resolve("ansible.cfg").toString(),
                "ANSIBLE_INVENTORY",
                directory.resolve("hosts").toString(),
                "ANSIBLE_FORKS",
                Integer.toString(servers.size()),
                "ANSIBLE_LOCAL_TEMP",
                directory.resolve("tmp").toString(),
                "ANSIBLE_SSH_CONTROL_PATH_DIR",
                directory.resolve("cp").toString(),
                "ANSIBLE_SSH_COMMON_ARGS",
                "-o UserKnownHostsFile=" + directory.resolve("known_hosts"),
                "LC_ALL",
                "C.UTF-8"),
            "",
            PATIENCE);
  }

  private static InputStream resource(String name) throws IOException {
    InputStream found = FleetBaselines.class.getResourceAsStream(name);
    if (found == null) {
      throw new IOException(name + " is not in the build");
    }
    return found;
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
