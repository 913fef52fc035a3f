package dev.holdfast.standalone.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.process.RunRecord;
import dev.holdfast.standalone.process.RunRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * How the platform is.
 *
 * @param state {@code healthy}, {@code starting}, {@code unhealthy} or {@code stopped}
 */
public record PlatformStatus(String state, String home, List<PartStatus> parts) {

  /**
   * How a part is.
   *
   * @param health in the same words, for one part
   * @param detail what is wrong with it, or for a worker, which task queues it serves
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PartStatus(
      String name,
      @Nullable Integer port,
      @Nullable Long pid,
      String health,
      @Nullable Long latencyMillis,
      @Nullable String detail) {

    boolean healthy() {
      return health.equals("healthy");
    }
  }

  /** Probes every part, all at the same time. */
  public static PlatformStatus of(Home home, Parts installed)
      throws IOException, InterruptedException {
    RunRecords records = new RunRecords(home);
    Optional<RunRecord> platform = records.alive(RunRecords.PLATFORM);
    List<PartStatus> parts = new ArrayList<>();
    if (Files.exists(home.root().resolve(PlatformConfig.FILE))) {
      parts.addAll(probe(home, records, installed));
    }
    boolean anyAlive = parts.stream().anyMatch(part -> part.pid() != null);
    if (platform.isEmpty()) {
      return new PlatformStatus("stopped", home.root().toString(), anyAlive ? parts : List.of());
    }
    boolean healthy = parts.stream().allMatch(PartStatus::healthy);
    boolean ready = platform.get().readyAt() != null;
    String state = !ready ? "starting" : healthy ? "healthy" : "unhealthy";
    return new PlatformStatus(state, home.root().toString(), parts);
  }

  private static List<PartStatus> probe(Home home, RunRecords records, Parts installed)
      throws IOException, InterruptedException {
    PlatformConfig config = PlatformConfig.read(home.root());
    List<Future<PartStatus>> probing = new ArrayList<>();
    List<PartStatus> parts = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (PartProbe part : PartProbe.all(home, config, records, installed)) {
        probing.add(threads.submit(() -> status(part)));
      }
      for (Future<PartStatus> future : probing) {
        parts.add(future.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return parts;
  }

  /** What a worker serves; nothing for another part. */
  private static @Nullable String serves(PartProbe part) {
    return part.record()
        .filter(record -> record.part().startsWith(RunRecords.WORKER))
        .map(record -> "serves " + String.join(", ", record.command()))
        .orElse(null);
  }

  private static PartStatus status(PartProbe part) throws InterruptedException {
    Optional<RunRecord> alive = part.record().filter(RunRecord::alive);
    Long pid = alive.map(it -> it.process().pid()).orElse(null);
    if (alive.isEmpty() && (part.ours() || part.record().isPresent())) {
      return new PartStatus(part.name(), part.port(), null, "stopped", null, null);
    }
    Instant begin = Instant.now();
    try {
      part.probe().check();
      long millis = Duration.between(begin, Instant.now()).toMillis();
      return new PartStatus(part.name(), part.port(), pid, "healthy", millis, serves(part));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return new PartStatus(part.name(), part.port(), pid, "unhealthy", null, e.getMessage());
    }
  }
}
