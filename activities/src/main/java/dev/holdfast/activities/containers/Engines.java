package dev.holdfast.activities.containers;

import com.github.dockerjava.api.exception.DockerException;
import dev.holdfast.activities.audit.CommandContext;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.RemoteSockets;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.failure.Component;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Docker engines of servers: each request over a connection of its own to the engine's socket,
 * or where the login user cannot reach that, through the engine's client on the server, as root
 * where need be. Thread-safe.
 */
public final class Engines {
  static final String SOCKET = "/var/run/docker.sock";
  private static final Duration LOOK = Duration.ofSeconds(20);
  private static final int LOOK_OUTPUT = 4 << 10;

  /** What sshd does not say, for all its refusals look the same. */
  private static final String WHY =
      """
      if systemctl is-active -q docker.socket || systemctl is-active -q docker.service || pgrep -x dockerd >/dev/null; then
        command -v docker >/dev/null || { echo no-client; exit; }
        if [ -w %s ]; then echo blocked; else echo forbidden; fi
      elif PATH=$PATH:/usr/sbin:/usr/local/sbin command -v dockerd >/dev/null; then echo stopped
      elif ! command -v podman >/dev/null; then echo absent
      elif systemctl is-active -q podman.socket || systemctl is-active -q podman.service; then echo podman
      else echo podman-stopped
      fi
      """
          .formatted(SOCKET);

  private final Ssh ssh;

  public Engines(Ssh ssh) {
    this.ssh = ssh;
  }

  /**
   * Does work with a server's engine, on a thread of its own; everything that runs on the engine
   * for it ends when the work ends, takes longer than {@code limit}, or is given up.
   *
   * @param alive called twice a second while the work runs; throws to give it up
   * @throws SshException if the engine cannot be reached, with what to do
   * @throws com.github.dockerjava.api.exception.DockerException if the engine refuses
   */
  public <T> T use(Server server, Duration limit, Runnable alive, Function<Engine, T> work) {
    EngineUse<T> use = new EngineUse<>(server, work);
    return use.await(() -> told(server, () -> reach(server, use::over)), limit, alive);
  }

  /** What breaks on the way is deep in what the HTTP client and the engine's client throw. */
  private static <T> T told(Server server, Supplier<T> work) {
    try {
      return work.get();
    } catch (SshException | DockerException e) {
      throw e;
    } catch (RuntimeException e) {
      SshException way = cause(e, SshException.class);
      if (way != null) {
        throw way;
      }
      IOException broken = cause(e, IOException.class);
      throw broken == null
          ? e
          : failure(
              server,
              FailureType.UNREACHABLE,
              "lost the connection to its Docker engine: " + broken.getMessage(),
              e);
    }
  }

  private <T> T reach(Server server, Function<RemoteSockets, T> use) {
    // What the engine refuses is no failure of the way to it, and is not told as one.
    AtomicReference<@Nullable DockerException> refusal = new AtomicReference<>();
    Function<RemoteSockets, Optional<T>> told =
        sockets -> {
          try {
            return Optional.of(use.apply(sockets));
          } catch (DockerException e) {
            refusal.set(e);
            return Optional.empty();
          }
        };
    try {
      return ssh.socket(server, SOCKET, told)
          .orElseThrow(() -> Objects.requireNonNull(refusal.get()));
    } catch (SshException e) {
      if (e.type() != FailureType.NO_SOCKET) {
        throw e;
      }
      DialStdio.Client client = client(server, e);
      try {
        return use.apply(() -> DialStdio.start(ssh, server, client));
      } catch (RuntimeException failure) {
        throw dialling(server, failure);
      }
    }
  }

  /**
   * The engine's own client on the server, and whether it has to be root there.
   *
   * @throws SshException if there is no engine to be reached
   */
  private DialStdio.Client client(Server server, SshException refusal) {
    String found =
        CommandContext.current()
            .silently(() ->
                ssh.exec(server, new Command("sh -s", WHY, false, LOOK, LOOK_OUTPUT)).stdout())
            .strip();
    return switch (found) {
      case "blocked" -> DialStdio.Client.DOCKER;
      case "forbidden" -> DialStdio.Client.DOCKER_AS_ROOT;
      case "podman" -> DialStdio.Client.PODMAN;
      case "podman-stopped" ->
          throw refused(
              server,
              "has Podman, whose socket is not open. Open it: ./holdfast exec %s --sudo -- systemctl enable --now podman.socket"
                  .formatted(server.name()),
              refusal);
      case "stopped" ->
          throw refused(
              server,
              "has a Docker engine that is stopped. Start it: ./holdfast exec %s --sudo -- systemctl start docker"
                  .formatted(server.name()),
              refusal);
      case "no-client" ->
          throw refused(
              server,
              "does not let us connect to the socket of its Docker engine and has no docker command. Install docker-cli there, or allow AllowStreamLocalForwarding in its sshd_config for %s and add it to the group docker."
                  .formatted(server.user()),
              refusal);
      default ->
          throw refused(
              server,
              "has no Docker engine. Install one there (docker.io), or choose other servers.",
              refusal);
    };
  }

  /** What became of a session is in the cause of what the HTTP client says. */
  private static RuntimeException dialling(Server server, RuntimeException failure) {
    SshException way = cause(failure, SshException.class);
    return way != null && way.type() == FailureType.NO_SUDO
        ? refused(
            server,
            "lets %s use its Docker engine neither by the group docker nor by sudo. Add it to the group, which makes it root there: usermod -aG docker %s"
                .formatted(server.user(), server.user()),
            way)
        : failure;
  }

  private static <E extends Exception> @Nullable E cause(Throwable failure, Class<E> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }

  private static SshException refused(Server server, String what, Throwable cause) {
    return failure(server, FailureType.REFUSED, what, cause);
  }

  private static SshException failure(
      Server server, FailureType type, String what, Throwable cause) {
    return new SshException(
            type,
            "%s (%s:%d) %s".formatted(server.name(), server.address(), server.port(), what),
            cause)
        .from(FailureOrigin.of(Component.DOCKER));
  }
}
