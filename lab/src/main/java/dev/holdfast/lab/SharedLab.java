package dev.holdfast.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A lab that lives no longer than this process, whose remains the next one removes. */
public final class SharedLab implements AutoCloseable {

  private final DockerEngine engine;
  private final Lab lab;
  private final Thread atExit = new Thread(this::remove, "lab-down");

  private SharedLab(DockerEngine engine, Lab lab) {
    this.engine = engine;
    this.lab = lab;
  }

  /** A lab of this process with its files in {@code home}; starts no server. */
  public static SharedLab open(Path home, LabProgress progress) {
    DockerEngine engine = DockerEngine.connect(home, Consent.of(false), progress);
    LabContainers.sweep(engine, SharedLab::isGone);
    ProcessHandle self = ProcessHandle.current();
    Lab lab = Lab.owned(home, "it-" + self.pid(), label(self), engine, progress);
    SharedLab shared = new SharedLab(engine, lab);
    // A runner that is stopped by a signal never closes its stores.
    Runtime.getRuntime().addShutdownHook(shared.atExit);
    return shared;
  }

  /** The lab itself. */
  public Lab lab() {
    return lab;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return; // the JVM is going down and the hook does it
    }
    remove();
  }

  private void remove() {
    lab.down();
    engine.close();
  }

  /**
   * PID namespace, process id and start time: what tells a process from all others of a machine.
   */
  private static String label(ProcessHandle process) {
    return "%s %d %d".formatted(namespace(), process.pid(), startedAt(process));
  }

  private static boolean isGone(String label) {
    List<String> parts = List.of(label.split(" ", -1));
    if (parts.size() != 3 || !parts.get(0).equals(namespace())) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(parts.get(1)));
    return process.isEmpty() || startedAt(process.get()) != Long.parseLong(parts.get(2));
  }

  private static long startedAt(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String namespace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "-";
    }
  }
}
