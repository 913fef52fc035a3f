package dev.holdfast.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real OpenSSH client, which believes pinned host keys and nothing else. */
record OpenSsh(Path directory) {

  LabExecResult run(LabServer server, String command) throws IOException, InterruptedException {
    return run(server, server.knownHosts(), command);
  }

  LabExecResult run(LabServer server, String knownHosts, String command)
      throws IOException, InterruptedException {
    Path known = Files.writeString(directory.resolve("known_hosts"), knownHosts);
    List<String> words = new ArrayList<>(List.of("ssh", "-F", "/dev/null"));
    for (String option :
        List.of(
            "BatchMode=yes",
            "IdentitiesOnly=yes",
            "IdentityAgent=none",
            "StrictHostKeyChecking=yes",
            "GlobalKnownHostsFile=/dev/null",
            "UserKnownHostsFile=" + known,
            "IdentityFile=" + server.keyFile())) {
      words.addAll(List.of("-o", option));
    }
    words.addAll(
        List.of(
            "-p",
            Integer.toString(server.port()),
            server.user() + "@" + server.address(),
            command));
    Path stderr = directory.resolve("stderr");
    Process ssh =
        new ProcessBuilder(words)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(stderr.toFile())
            .start();
    String stdout = new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new LabExecResult(ssh.waitFor(), stdout, Files.readString(stderr));
  }
}
