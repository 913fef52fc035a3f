package dev.holdfast.activities.containers;

import com.github.dockerjava.core.DockerClientImpl;
import dev.holdfast.activities.ssh.RemoteSockets;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.failure.Component;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One use of an engine, on a platform thread: the caller may be a virtual one, which an interrupt
 * in a write would make close the connection that all channels to the server share.
 */
final class EngineUse<T> {
  private static final Duration TICK = Duration.ofMillis(500);

  private final Server server;
  private final Function<Engine, T> work;
  private @Nullable EngineHttp http;
  private boolean givenUp;

  EngineUse(Server server, Function<Engine, T> work) {
    this.server = server;
    this.work = work;
  }

  /** Does the work over these connections, on the thread that calls. */
  T over(RemoteSockets sockets) {
    EngineHttp made = new EngineHttp(sockets);
    synchronized (this) {
      if (givenUp) {
        made.close();
        throw new IllegalStateException("given up");
      }
      http = made;
    }
    try (made) {
      return work.apply(new Engine(DockerClientImpl.getInstance(new EngineConfig(), made), made));
    }
  }

  /**
   * Runs what calls {@link #over} and waits for its end.
   *
   * @param alive called while waiting; throws to give it up
   */
  T await(Supplier<T> way, Duration limit, Runnable alive) {
    CompletableFuture<T> done = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("engine-" + server.name())
        .start(() -> {
          try {
            done.complete(way.get());
          } catch (Throwable e) {
            done.completeExceptionally(e);
          }
        });
    boolean ended = false;
    try {
      T result = await(done, System.nanoTime() + limit.toNanos(), limit, alive);
      ended = true;
      return result;
    } catch (ExecutionException e) {
      ended = true;
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(FailureType.WORKER_LOST, "was given up: the caller was interrupted", e);
    } finally {
      if (!ended) {
        giveUp();
      }
    }
  }

  private T await(CompletableFuture<T> done, long deadline, Duration limit, Runnable alive)
      throws InterruptedException, ExecutionException {
    while (true) {
      try {
        return done.get(TICK.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        alive.run();
        if (System.nanoTime() > deadline) {
          throw failure(
              FailureType.UNREACHABLE,
              "has a Docker engine that did not answer within " + limit.toSeconds() + " s",
              e);
        }
      }
    }
  }

  /** Not on the caller's thread, which may be a virtual one that is interrupted. */
  private void giveUp() {
    EngineHttp open;
    synchronized (this) {
      givenUp = true;
      open = http;
    }
    if (open != null) {
      Thread.ofPlatform().daemon().name("engine-close").start(open::close);
    }
  }

  private SshException failure(FailureType type, String what, Exception cause) {
    return new SshException(
            type,
            "%s (%s:%d) %s".formatted(server.name(), server.address(), server.port(), what),
            cause)
        .from(FailureOrigin.of(Component.DOCKER));
  }
}
