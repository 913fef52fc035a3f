package dev.holdfast.activities.containers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import dev.holdfast.platform.containers.QuarantineDecisions.Asked;
import dev.holdfast.schemas.containers.ContainersInput;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Mark;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Reads what an engine has, into two streams of text. */
final class ContainerReads {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ContainersInput input;
  private final QuarantineMarks marks;
  private final Function<Mark, Optional<Asked>> decisions;
  private final String sockets;
  private final OutputStream out;
  private final OutputStream err;

  /**
   * @param marks of the server; of no interest unless what is in quarantine is read
   * @param decisions which operation asks people about a quarantine
   * @param sockets of the server; of no interest unless its ports are read
   * @param err gets what a container printed to its standard error
   */
  ContainerReads(
      ContainersInput input,
      QuarantineMarks marks,
      Function<Mark, Optional<Asked>> decisions,
      String sockets,
      OutputStream out,
      OutputStream err) {
    this.input = input;
    this.marks = marks;
    this.decisions = decisions;
    this.sockets = sockets;
    this.out = out;
    this.err = err;
  }

  /**
   * How many it were.
   *
   * @param running where it is containers; of those in quarantine, which are isolated
   */
  record Count(int all, int running) {}

  /**
   * Reads it.
   *
   * @throws DockerException if the engine refuses
   */
  Count from(Engine engine) {
    return switch (input.show()) {
      case LIST -> list(engine);
      case INSPECT -> document(engine.get("/containers/" + id(engine) + "/json?size=true"));
      case LOGS -> logs(engine);
      case QUARANTINED -> quarantined(engine);
      case PORTS -> ports(engine);
      case NETWORKS -> documents(read(engine.get("/networks")), "Name");
      case VOLUMES -> documents(read(engine.get("/volumes")).path("Volumes"), "Name");
      case IMAGES -> documents(read(engine.get("/images/json")), "Id");
    };
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String id(Engine engine) {
    return NamedContainers.id(engine, Objects.requireNonNull(input.name()));
  }

  private Count list(Engine engine) {
    List<ContainerRow> rows =
        engine.client().listContainersCmd().withShowAll(true).exec().stream()
            .map(ContainerRow::of)
            .sorted(Comparator.comparing(ContainerRow::name))
            .toList();
    rows.forEach(row -> line(JSON.valueToTree(row).toString()));
    return new Count(
        rows.size(), (int) rows.stream().filter(row -> row.state().equals("running")).count());
  }

  private Count ports(Engine engine) {
    List<ListeningRow> rows = ListeningRow.of(engine.client().listContainersCmd().exec(), sockets);
    rows.forEach(row -> line(JSON.valueToTree(row).toString()));
    return new Count(rows.size(), 0);
  }

  /** All that have a mark, those that are gone, too: these are still to be released. */
  private Count quarantined(Engine engine) {
    List<QuarantinedRow> rows =
        marks.byId().values().stream()
            .map(mark -> QuarantinedRow.of(engine, mark, marks, decisions.apply(mark).orElse(null)))
            .sorted(Comparator.comparing(QuarantinedRow::name))
            .toList();
    rows.forEach(row -> line(JSON.valueToTree(row).toString()));
    return new Count(rows.size(), (int) rows.stream().filter(QuarantinedRow::isolated).count());
  }

  private Count document(String json) {
    line(read(json).toString());
    return new Count(1, 0);
  }

  private Count documents(JsonNode list, String order) {
    List<JsonNode> documents =
        StreamSupport.stream(list.spliterator(), false)
            .sorted(Comparator.comparing(document -> document.path(order).asText()))
            .toList();
    documents.forEach(document -> line(document.toString()));
    return new Count(documents.size(), 0);
  }

  private Count logs(Engine engine) {
    Duration following = input.following();
    LogContainerCmd command =
        engine
            .client()
            .logContainerCmd(id(engine))
            .withStdOut(true)
            .withStdErr(true)
            .withTail(input.tail())
            .withTimestamps(input.timestamps())
            .withFollowStream(following.isPositive());
    if (input.since() != null) {
      command.withSince(Math.toIntExact(Instant.parse(input.since()).getEpochSecond()));
    }
    try (ResultCallback.Adapter<Frame> lines = command.exec(new Lines())) {
      if (following.isPositive()) {
        var _ = lines.awaitCompletion(following.toSeconds(), TimeUnit.SECONDS);
      } else {
        var _ = lines.awaitCompletion();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Count(1, 0);
  }

  private void line(String text) {
    write(out, (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void write(OutputStream stream, byte[] bytes) {
    try {
      stream.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Lines extends ResultCallback.Adapter<Frame> {
    @Override
    public void onNext(Frame frame) {
      write(frame.getStreamType() == StreamType.STDERR ? err : out, frame.getPayload());
    }
  }
}
