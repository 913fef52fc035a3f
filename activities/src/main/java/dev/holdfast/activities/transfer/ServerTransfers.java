package dev.holdfast.activities.transfer;

import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.activities.ssh.ServerLookup;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.activities.step.StepServers;
import dev.holdfast.activities.step.StoringListener;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.file.Arrival;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.transfer.TransferActivities;

/** Moves files between the store and servers over SSH. Thread-safe. */
public final class ServerTransfers implements TransferActivities {
  private final StepServers servers;
  private final Uploads uploads;
  private final Downloads downloads;
  private final FileStore files;
  private final StepLogs logs;
  private final Operations operations;

  public ServerTransfers(
      ServerLookup servers,
      Uploads uploads,
      Downloads downloads,
      FileStore files,
      StepLogs logs,
      Operations operations) {
    this.servers = new StepServers(servers);
    this.uploads = uploads;
    this.downloads = downloads;
    this.files = files;
    this.logs = logs;
    this.operations = operations;
  }

  @Override
  public Sent send(SendRequest request) {
    Step step = request.step();
    Server server = servers.of(step);
    StoredContent content =
        files
            .find(server.organisation(), request.input().file())
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
    Server server = servers.of(step);
    StoringListener listener = new StoringListener(logs, step);
    Outcome outcome =
        Failures.translated(
            () -> uploads.place(server, step, request.input(), request.sent(), listener));
    return Placement.of(step, outcome);
  }

  @Override
  public Fetched fetch(FetchRequest request) {
    Step step = request.step();
    Server server = servers.of(step);
    String owner = Owner.of(operations, step);
    Arrival arrival =
        files.arrival(
            server.organisation(),
            "fetch/%s/%s/%d".formatted(step.operation(), step.server(), step.generation()));
    RecordingAttendance attendance = new RecordingAttendance(operations, step);
    StoreReceipt receipt = new StoreReceipt(files, arrival, owner);
    return Failures.translated(() -> downloads.fetch(server, request.input(), receipt, attendance));
  }
}
