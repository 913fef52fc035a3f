package dev.holdfast.activities.transfer;

import dev.holdfast.activities.change.Failures;
import dev.holdfast.activities.change.ServerDirectory;
import dev.holdfast.activities.change.StoringListener;
import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.file.Arrival;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.transfer.TransferActivities;
import java.io.OutputStream;

/** Moves files between the store and servers over SSH. Thread-safe. */
public final class ServerTransfers implements TransferActivities {
  private final ServerDirectory servers;
  private final Uploads uploads;
  private final Downloads downloads;
  private final FileStore files;
  private final StepLogs logs;
  private final Operations operations;

  public ServerTransfers(
      ServerDirectory servers,
      Uploads uploads,
      Downloads downloads,
      FileStore files,
      StepLogs logs,
      Operations operations) {
    this.servers = servers;
    this.uploads = uploads;
    this.downloads = downloads;
    this.files = files;
    this.logs = logs;
    this.operations = operations;
  }

  @Override
  public Sent send(SendRequest request) {
    Step step = request.step();
    Server server = server(step);
    StoredContent content =
        files
            .find(request.input().file())
            .map(file -> new StoredContent(files, file))
            .orElseThrow(() ->
                Failures.of(
                    FailureType.BAD_INPUT,
                    "the file is not in the store any more; copy it again (it is kept for a day)"));
    RecordingAttendance attendance = new RecordingAttendance(operations, step);
    return Failures.translated(
        () -> uploads.send(server, step, request.input(), content, attendance));
  }

  @Override
  public Placed place(PlaceRequest request) {
    Step step = request.step();
    Server server = server(step);
    StoringListener listener = new StoringListener(logs, step);
    Outcome outcome =
        Failures.translated(
            () -> uploads.place(server, step, request.input(), request.sent(), listener));
    return switch (outcome) {
      case Outcome.Finished finished ->
          finished.exitCode() == 0
              ? new Placed(Result.APPLIED, "")
              : new Placed(Result.FAILED, finished.tail().strip());
      case Outcome.Interrupted(String reason) -> new Placed(Result.INTERRUPTED, reason);
      case Outcome.Fenced(long seen) ->
          throw Failures.of(
              FailureType.FENCED,
              "%s: the server has seen the fencing token %d, this step's is %d"
                  .formatted(server.name(), seen, step.fencingToken()));
    };
  }

  @Override
  public Fetched fetch(FetchRequest request) {
    Step step = request.step();
    Server server = server(step);
    String owner =
        operations
            .find(step.operation())
            .map(StoredOperation::initiator)
            .orElseThrow(
                () -> Failures.of(FailureType.BAD_INPUT, "there is no " + step.operation()));
    Arrival arrival =
        files.arrival(
            "fetch/%s/%s/%d".formatted(step.operation(), step.server(), step.generation()));
    RecordingAttendance attendance = new RecordingAttendance(operations, step);
    return Failures.translated(() ->
        downloads.fetch(server, request.input(), new StoreReceipt(arrival, owner), attendance));
  }

  /** Into the store, for whoever started the operation. */
  private final class StoreReceipt implements Downloads.Receipt {
    private final Arrival arrival;
    private final String owner;

    StoreReceipt(Arrival arrival, String owner) {
      this.arrival = arrival;
      this.owner = owner;
    }

    @Override
    public long there() {
      return arrival.there();
    }

    @Override
    public String sha256OfThere() {
      return arrival.sha256OfThere();
    }

    @Override
    public OutputStream from(long offset) {
      return arrival.from(offset);
    }

    @Override
    public String complete() {
      return files.complete(arrival, owner).sha256();
    }
  }

  private Server server(Step step) {
    return servers
        .find(step.server())
        .orElseThrow(() ->
            Failures.of(
                FailureType.BAD_INPUT, "there is no server " + step.server() + " any more"));
  }
}
