package dev.holdfast.activities.containers;

import com.github.dockerjava.api.exception.DockerException;
import dev.holdfast.activities.audit.CommandContext;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.ExecResult;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.file.StoredFile;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Evidence;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.EvidenceRequest;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Kept;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Brings the evidence of a container into the platform's store: what its server has taken before
 * the isolation, and what can be had of it afterwards. What was brought by a delivery that died is
 * brought again.
 */
public final class EvidenceCollection {
  private static final Duration ANSWER = Duration.ofSeconds(50);
  private static final Duration LONGEST = Duration.ofMinutes(55);

  /** The server takes a byte more of each where there is more. */
  private static final long TAKEN_BYTES = 4L << 20;

  /** What the server has taken in the moment before. */
  private static final List<String> TAKEN =
      List.of("inspect.json", "processes.txt", "connections.txt");

  private final Engines engines;
  private final Ssh ssh;
  private final FileStore files;
  private final Operations operations;

  public EvidenceCollection(Engines engines, Ssh ssh, FileStore files, Operations operations) {
    this.engines = engines;
    this.ssh = ssh;
    this.files = files;
    this.operations = operations;
  }

  /** Writes a piece of evidence; what is beyond the limit is cut. */
  private interface Source {
    void to(CutOutput out) throws IOException;
  }

  /** Of one step: what is kept so far. */
  private final class Keeping {
    final Step step;
    final Server server;
    final String owner;
    final List<Kept> kept = new ArrayList<>();
    final List<StoredFile> stored = new ArrayList<>();
    final List<String> missing = new ArrayList<>();

    Keeping(Step step, Server server) {
      this.step = step;
      this.server = server;
      this.owner =
          operations
              .find(step.operation())
              .map(StoredOperation::initiator)
              .orElseThrow(
                  () -> Failures.of(FailureType.BAD_INPUT, "there is no " + step.operation()));
    }

    void file(String name, long limit, Source source) {
      var arrival =
          files.arrival(
              server.organisation(),
              "evidence/%s/%s/%s".formatted(step.operation(), step.server(), name));
      boolean cut;
      try (OutputStream bytes = arrival.from(0)) {
        CutOutput out = new CutOutput(bytes, limit);
        source.to(out);
        cut = out.cut();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      StoredFile file = files.complete(arrival, owner);
      stored.add(file);
      kept.add(new Kept(name, file.sha256(), file.size(), cut));
    }

    Evidence all() {
      files.keep(step.operation(), stored);
      return new Evidence(kept, missing);
    }
  }

  Evidence keep(Server server, EvidenceRequest request) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    Keeping keeping = new Keeping(request.step(), server);
    TAKEN.forEach(name -> taken(keeping, request.id(), name));
    for (EngineEvidence one : EngineEvidence.values()) {
      try {
        engines.use(
            server,
            LONGEST,
            () -> context.heartbeat(null),
            engine -> {
              keeping.file(one.file(), one.limit(), out -> one.read(engine, request.id(), out));
              return one;
            });
      } catch (DockerException e) {
        keeping.missing.add("%s: %s".formatted(one.file(), EngineRefusals.words(e)));
      }
    }
    return keeping.all();
  }

  private void taken(Keeping keeping, String id, String name) {
    String path = Quoting.quote("%s/%s/evidence/%s".formatted(QuarantineMarks.ROOT, id, name));
    Command command =
        Command.rootScript("[ ! -s %1$s ] || base64 -w 0 <%1$s".formatted(path), ANSWER);
    ExecResult answer = CommandContext.current().silently(() -> ssh.exec(keeping.server, command));
    byte[] bytes =
        Base64.getDecoder().decode(answer.stdout().strip().getBytes(StandardCharsets.US_ASCII));
    if (bytes.length == 0) {
      keeping.missing.add(name + ": could not be had within 3 s, or the container did not run");
    } else {
      keeping.file(name, TAKEN_BYTES, out -> out.write(bytes));
    }
  }
}
