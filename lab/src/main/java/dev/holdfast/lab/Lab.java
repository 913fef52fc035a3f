package dev.holdfast.lab;

import com.github.dockerjava.api.exception.DockerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Real Debian 12 servers in containers, called {@code lab-1}, {@code lab-2}, … or, with a Docker
 * engine of their own, {@code docker-1}, {@code docker-2}, …; thread-safe.
 *
 * <p>A lab belongs to a home directory and has a name there: two labs never see each other's
 * servers. All methods throw {@link LabException} with a message for a person.
 */
public final class Lab {
  private static final int FREEZES = 20;

  private static final String LOGIN_USER = "debian";
  private static final String DEFAULT_NAME = "lab";
  private static final int MOST_SERVERS = 50;

  private final DockerEngine engine;
  private final LabProgress progress;
  private final LabFiles files;
  private final LabContainers containers;

  private Lab(DockerEngine engine, Path home, String name, String owner, LabProgress progress) {
    if (!name.matches("[a-z0-9][a-z0-9-]{0,30}")) {
      throw new LabException(
          "A lab's name has lower-case letters, digits and hyphens, not '" + name + "'.");
    }
    this.engine = engine;
    this.progress = progress;
    this.files = new LabFiles(home);
    String id = digest(files.home().toString());
    String lab = name.equals(DEFAULT_NAME) ? id : id + "-" + name;
    this.containers = new LabContainers(engine, lab, owner);
  }

  /** The lab of the home directory {@code home}. */
  public static Lab of(Path home, DockerEngine engine, LabProgress progress) {
    return named(home, DEFAULT_NAME, engine, progress);
  }

  /** The lab {@code name} of {@code home}, apart from all others. */
  public static Lab named(Path home, String name, DockerEngine engine, LabProgress progress) {
    return new Lab(engine, home, name, "", progress);
  }

  /** A lab that may be removed once {@code owner}, a process, is gone. */
  static Lab owned(
      Path home, String name, String owner, DockerEngine engine, LabProgress progress) {
    return new Lab(engine, home, name, owner, progress);
  }

  /** Brings up {@code lab-1} to {@code lab-N}, keeping those that there are; returns them. */
  public List<LabServer> up(int servers) {
    return up(servers, List.of());
  }

  /**
   * As {@link #up(int)}, of servers that are less bare.
   *
   * @param packages of Debian that they have besides
   */
  public List<LabServer> up(int servers, List<String> packages) {
    return up(servers, ServerKind.bare(packages));
  }

  /**
   * As {@link #up(int)}, of {@code docker-1} to {@code docker-N}: servers with a Docker engine of
   * their own, which the login user may use.
   */
  public List<LabServer> upWithDocker(int servers) {
    return upWithDocker(servers, List.of());
  }

  /**
   * The same with more on them.
   *
   * @param packages of Debian that they have besides
   */
  public List<LabServer> upWithDocker(int servers, List<String> packages) {
    return up(servers, ServerKind.docker(packages));
  }

  /**
   * As {@link #up(int)}, of {@code podman-1} to {@code podman-N}: servers with Podman, whose socket
   * only root may open, as Debian has it.
   */
  public List<LabServer> upWithPodman(int servers) {
    return up(servers, ServerKind.podman());
  }

  /**
   * As {@link #up(int)}, of servers with another package manager than apt, without apt and without
   * any repository: {@code dnf-1} to {@code dnf-N} for dnf.
   */
  public List<LabServer> up(int servers, PackageManager manager) {
    return up(servers, ServerKind.managedBy(manager));
  }

  private List<LabServer> up(int servers, ServerKind kind) {
    if (servers < 1 || servers > MOST_SERVERS) {
      throw new LabException("A lab has 1 to %d servers, not %d.".formatted(MOST_SERVERS, servers));
    }
    return asked(() -> {
      String image = new LabImage(engine, progress, kind.packages()).provide();
      return files.locked(() -> up(servers, kind, image));
    });
  }

  private List<LabServer> up(int servers, ServerKind kind, String image) {
    String key = files.publicKey();
    String password = files.password();
    Map<String, LabContainers.Entry> there = new HashMap<>();
    containers.list().forEach(entry -> there.put(entry.server(), entry));
    List<LabContainers.Entry> entries = new ArrayList<>();
    // One after the other, for each takes the next free port; the booting is what takes time.
    for (int number = 1; number <= servers; number++) {
      String name = kind.server(number);
      LabContainers.Entry entry = there.get(name);
      if (entry == null) {
        progress.line("Starting " + name + " …");
        entry = containers.create(name, image, kind.volumes());
      }
      entries.add(entry);
    }
    return inParallel(entries, entry -> boot(entry, key, password));
  }

  /** All servers of this lab, running or not. */
  public List<LabServer> list() {
    return asked(() -> inParallel(containers.list(), this::describe));
  }

  /** The server {@code name} as it is now. */
  public LabServer server(String name) {
    return asked(() -> describe(entry(name)));
  }

  /** Removes all servers of this lab and what was on them; returns their names. */
  public List<String> down() {
    return asked(() -> files.locked(() -> inParallel(containers.list(), this::remove)));
  }

  /** Restarts a server and waits until it is up again. */
  public LabServer reboot(String name) {
    return asked(() -> {
      LabContainers.Entry entry = entry(name);
      container(entry).restart();
      container(entry).awaitBoot(entry.port());
      return describe(entry);
    });
  }

  /** Starts a server that was killed or stopped and waits until it is up. */
  public LabServer start(String name) {
    return asked(() -> {
      LabContainers.Entry entry = entry(name);
      run(entry);
      return describe(entry);
    });
  }

  /** Freezes a server: connections stay open, nothing answers. */
  public void pause(String name) {
    for (int tried = 1; ; tried++) {
      try {
        asked(() -> engine.client().pauseContainerCmd(entry(name).container()).exec());
        return;
      } catch (LabException e) {
        // A freezer of cgroup v1 gives up where a busy machine's processes fork faster than it
        // looks.
        if (tried == FREEZES || !String.valueOf(e.getMessage()).contains("unable to freeze")) {
          throw e;
        }
      }
    }
  }

  /** Lets a frozen server go on. */
  public void unpause(String name) {
    asked(() -> engine.client().unpauseContainerCmd(entry(name).container()).exec());
  }

  /** Cuts a server's power: every process of it dies at once, and it stays off. */
  public void kill(String name) {
    asked(() -> engine.client().killContainerCmd(entry(name).container()).exec());
  }

  /** Runs a command on a server as root, past SSH, and waits for its end. */
  public LabExecResult exec(String name, String... command) {
    return asked(() -> container(entry(name)).exec(List.of(command), List.of()));
  }

  /** The password that root and the login user have on a new server. */
  public String password() {
    return files.password();
  }

  private LabServer boot(LabContainers.Entry entry, String key, String password) {
    run(entry);
    container(entry).handOver(key, password);
    progress.line("%s is up at %s:%d".formatted(entry.server(), LabServer.ADDRESS, entry.port()));
    return describe(entry);
  }

  private void run(LabContainers.Entry entry) {
    try {
      container(entry).run();
    } catch (DockerException e) {
      throw new LabException(
          "%s cannot be started: %s. If another program has port %d now, stop that, or run lab down."
              .formatted(entry.server(), e.getMessage(), entry.port()),
          e);
    }
    container(entry).awaitBoot(entry.port());
  }

  private String remove(LabContainers.Entry entry) {
    container(entry).remove();
    return entry.server();
  }

  private LabServer describe(LabContainers.Entry entry) {
    ServerContainer container = container(entry);
    return new LabServer(
        entry.server(),
        LabServer.ADDRESS,
        entry.port(),
        LOGIN_USER,
        entry.container(),
        container.state(),
        container.hostKeys(),
        files.keyFile());
  }

  private LabContainers.Entry entry(String name) {
    List<LabContainers.Entry> all = containers.list();
    for (LabContainers.Entry entry : all) {
      if (entry.server().equals(name)) {
        return entry;
      }
    }
    throw new LabException(
        "There is no lab server '%s'; there are: %s."
            .formatted(name, all.stream().map(LabContainers.Entry::server).toList()));
  }

  private ServerContainer container(LabContainers.Entry entry) {
    return new ServerContainer(engine.client(), entry.container());
  }

  /** Asks something of the engine, whose failures are told as ours. */
  private static <T extends @Nullable Object> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (LabException e) {
      throw e;
    } catch (DockerException e) {
      throw new LabException("Docker refuses: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      // The client wraps what happens to its connection into bare RuntimeExceptions.
      if (e.getCause() instanceof IOException failure) {
        throw new LabException("The Docker engine does not answer: " + failure.getMessage(), e);
      }
      throw e;
    }
  }

  private static <A, B> List<B> inParallel(List<A> items, Function<A, B> work) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<B>> tasks = new ArrayList<>();
      items.forEach(item -> tasks.add(() -> work.apply(item)));
      List<B> results = new ArrayList<>();
      for (Future<B> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("Interrupted while waiting for lab servers.", e);
    }
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
