package dev.holdfast.bench;

import dev.holdfast.lab.LabServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Ansible's programs on lab servers, with a fork for each and connections that they keep. */
final class AnsibleRuns {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final PythonTools tools;
  private final int servers;
  private final BenchDirectory directory;

  AnsibleRuns(PythonTools tools, List<LabServer> servers, BenchDirectory directory)
      throws IOException {
    this.tools = tools;
    this.servers = servers.size();
    this.directory = directory;
    // Empty, so that nobody else's is found.
    directory.write("ansible.cfg", "");
    directory.write(
        "known_hosts", servers.stream().map(LabServer::knownHosts).collect(Collectors.joining()));
    directory.write(
        "hosts",
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

  /** One of its programs with these arguments; what it said. */
  String run(String program, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(tools.program(program));
    command.addAll(List.of(arguments));
    return BaselineProcess.run(
        command,
        Map.of(
            "HOME",
            directory.path().toString(),
            "ANSIBLE_CONFIG",
            directory.path().resolve("ansible.cfg").toString(),
            "ANSIBLE_INVENTORY",
            directory.path().resolve("hosts").toString(),
            "ANSIBLE_FORKS",
            Integer.toString(servers),
            "ANSIBLE_LOCAL_TEMP",
            directory.path().resolve("tmp").toString(),
            "ANSIBLE_SSH_CONTROL_PATH_DIR",
            directory.path().resolve("cp").toString(),
            "ANSIBLE_SSH_COMMON_ARGS",
            "-o UserKnownHostsFile=" + directory.path().resolve("known_hosts"),
            "LC_ALL",
            "C.UTF-8"),
        "",
        PATIENCE);
  }
}
