package dev.holdfast.bench;

import dev.holdfast.cli.Json;
import dev.holdfast.lab.LabServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** {@code true} on all servers by parallel-ssh and by Ansible; closing it removes their files. */
final class FleetBaselines implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final PythonTools tools;
  private final List<LabServer> servers;
  private final BenchDirectory directory = BenchDirectory.make();
  private final Path program;
  private final Path playbook;
  private final AnsibleRuns ansible;

  FleetBaselines(PythonTools tools, List<LabServer> servers) throws IOException {
    this.tools = tools;
    this.servers = servers;
    this.program = directory.copy("parallel_ssh.py");
    this.playbook =
        directory.write("true.yml", "- hosts: all\n  tasks:\n    - ansible.builtin.raw: 'true'\n");
    this.ansible = new AnsibleRuns(tools, servers, directory);
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
            List.of(tools.program("python"), program.toString()),
            Map.of(),
            wanted.toString(),
            PATIENCE)
        .lines()
        .map(Double::valueOf)
        .toList();
  }

  /** One process with a fork for each server; it keeps its connections for the next. */
  void ansibleRaw() throws IOException, InterruptedException {
    var _ = ansible.run("ansible", "all", "-m", "raw", "-a", "true");
  }

  /** The same as a playbook, which gathers facts before. */
  void ansible() throws IOException, InterruptedException {
    var _ = ansible.run("ansible-playbook", playbook.toString());
  }

  @Override
  public void close() {
    directory.close();
  }
}
