package dev.holdfast.bench;

import dev.holdfast.lab.LabServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An {@code ssh} that knows the lab servers by their names, for programs that start one, and keeps
 * its connections for the next, as their manuals advise.
 */
final class SshSetup {
  private final BenchDirectory directory;

  SshSetup(List<LabServer> servers, BenchDirectory directory) throws IOException {
    this.directory = directory;
    Path knownHosts =
        directory.write(
            "known_hosts",
            servers.stream().map(LabServer::knownHosts).collect(Collectors.joining()));
    String hosts =
        servers.stream()
            .map(server ->
                """
                Host %s
                  HostName %s
                  Port %d
                  User %s
                  IdentityFile %s
                """
                    .formatted(
                        server.name(),
                        server.address(),
                        server.port(),
                        server.user(),
                        server.keyFile()))
            .collect(Collectors.joining());
    Path config =
        directory.write(
            "ssh_config",
            """
            %sHost *
              IdentitiesOnly yes
              BatchMode yes
              StrictHostKeyChecking yes
              UserKnownHostsFile %s
              GlobalKnownHostsFile /dev/null
              LogLevel ERROR
              ControlMaster auto
              ControlPersist 60
              ControlPath %s/%%C
            """
                .formatted(hosts, knownHosts, directory.path()));
    Path ssh =
        directory.write(
            "ssh", "#!/bin/sh\nPATH=${PATH#*:}\nexec ssh -F %s \"$@\"\n".formatted(config));
    if (!ssh.toFile().setExecutable(true)) {
      throw new IOException(ssh + " cannot be made executable");
    }
  }

  /** Variables with which a program finds it. */
  Map<String, String> environment() {
    return Map.of(
        "PATH",
        directory.path() + ":" + System.getenv("PATH"),
        "HOME",
        directory.path().toString(),
        "LC_ALL",
        "C.UTF-8");
  }
}
