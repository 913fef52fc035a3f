package dev.holdfast.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** One container of a lab, by its name. */
final class ServerContainer {

  private static final Duration BOOT = Duration.ofSeconds(90);
  private static final int STOP_SECONDS = 20;
  private static final String AWAIT_SYSTEMD =
      "until [ -S /run/systemd/private ]; do sleep 0.1; done; systemctl is-system-running --wait";

  /** Puts the login key and the passwords in place, once: what is changed there later is kept. */
  private static final String HAND_OVER =
      """
      set -eu
      mark=/var/lib/lab-key
      if ! [ -e $mark ]; then
        printf 'root:%s\\ndebian:%s\\n' "$PASSWORD" "$PASSWORD" | chpasswd
      fi
      if [ "$(cat $mark 2>/dev/null)" != "$KEY" ]; then
        install -d -m 0700 -o debian -g debian /home/debian/.ssh
        keys=/home/debian/.ssh/authorized_keys
        grep -qxF "$KEY" $keys 2>/dev/null || printf '%s\\n' "$KEY" >>$keys
        chown debian:debian $keys
        chmod 0600 $keys
        printf '%s\\n' "$KEY" >$mark
      fi
      """;

  private final DockerClient client;
  private final String name;

  ServerContainer(DockerClient client, String name) {
    this.client = client;
    this.name = name;
  }

  String name() {
    return name;
  }

  /** The engine's word for the container's state. */
  String state() {
    return String.valueOf(client.inspectContainerCmd(name).exec().getState().getStatus());
  }

  /** Brings the container to run, from whatever state it is in. */
  void run() {
    switch (state()) {
      case "running" -> {}
      case "paused" -> client.unpauseContainerCmd(name).exec();
      default -> start();
    }
  }

  private void start() {
    try {
      client.startContainerCmd(name).exec();
    } catch (NotModifiedException e) {
      // The engine starts it by itself, as it does with a server that reboots; it takes its time.
      awaitRunning();
    }
  }

  private void awaitRunning() {
    Instant deadline = Instant.now().plus(BOOT);
    while (!state().equals("running")) {
      if (Instant.now().isAfter(deadline)) {
        throw new LabException(
            "%s is %s after %d s. Try lab down, then lab up."
                .formatted(name, state(), BOOT.toSeconds()));
      }
      pause();
    }
  }

  void restart() {
    client.restartContainerCmd(name).withTimeout(STOP_SECONDS).exec();
  }

  void remove() {
    client.removeContainerCmd(name).withForce(true).withRemoveVolumes(true).exec();
  }

  /** Waits until systemd has started what it was to start and sshd answers at {@code port}. */
  void awaitBoot(int port) {
    Instant deadline = Instant.now().plus(BOOT);
    String limit = Long.toString(BOOT.toSeconds());
    LabExecResult boot = exec(List.of("timeout", limit, "sh", "-c", AWAIT_SYSTEMD), List.of());
    while (!greets(port)) {
      if (Instant.now().isAfter(deadline)) {
        String failed =
            exec(List.of("systemctl", "--failed", "--no-legend", "--plain"), List.of()).stdout();
        throw new LabException(
            "%s did not come up within %d s: systemd says '%s', failed units: %s. Try lab down, then lab up."
                .formatted(name, BOOT.toSeconds(), boot.stdout().strip(), failed.strip()));
      }
      pause();
    }
  }

  void handOver(String publicKey, String password) {
    exec(List.of("sh", "-c", HAND_OVER), List.of("KEY=" + publicKey, "PASSWORD=" + password))
        .orThrow();
  }

  /** Runs a command as root and waits for its end. */
  LabExecResult exec(List<String> command, List<String> environment) {
    ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    try {
      String id =
          client
              .execCreateCmd(name)
              .withAttachStdout(true)
              .withAttachStderr(true)
              .withEnv(environment)
              .withCmd(command.toArray(String[]::new))
              .exec()
              .getId();
      client
          .execStartCmd(id)
          .exec(
              new ResultCallback.Adapter<Frame>() {
                @Override
                public void onNext(Frame frame) {
                  (frame.getStreamType() == StreamType.STDERR ? stderr : stdout)
                      .writeBytes(frame.getPayload());
                }
              })
          .awaitCompletion();
      Long exitCode = client.inspectExecCmd(id).exec().getExitCodeLong();
      return new LabExecResult(
          exitCode == null ? -1 : exitCode.intValue(),
          stdout.toString(StandardCharsets.UTF_8),
          stderr.toString(StandardCharsets.UTF_8));
    } catch (DockerException e) {
      throw new LabException("Cannot run a command in " + name + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("Interrupted while running a command in " + name + ".", e);
    }
  }

  /** The public host keys, through the engine and not the network; none before the first start. */
  List<LabHostKey> hostKeys() {
    List<LabHostKey> keys = new ArrayList<>();
    try (InputStream archive = client.copyArchiveFromContainerCmd(name, "/etc/ssh").exec();
        TarArchiveInputStream tar = new TarArchiveInputStream(archive)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().matches("ssh/ssh_host_[a-z0-9]+_key\\.pub")) {
          keys.add(LabHostKey.parse(new String(tar.readAllBytes(), StandardCharsets.US_ASCII)));
        }
      }
    } catch (IOException e) {
      throw new LabException("Cannot read the host keys of " + name + ": " + e.getMessage(), e);
    }
    keys.sort(Comparator.comparing(LabHostKey::type));
    return keys;
  }

  /** Whether an SSH server, and not only the engine's forwarder, answers at {@code port}. */
  private static boolean greets(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral(LabServer.ADDRESS), port), 1000);
      socket.setSoTimeout(2000);
      byte[] greeting = socket.getInputStream().readNBytes(4);
      return new String(greeting, StandardCharsets.US_ASCII).equals("SSH-");
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("Interrupted while a lab server started.", e);
    }
  }
}
