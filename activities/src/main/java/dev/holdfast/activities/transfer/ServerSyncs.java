package dev.holdfast.activities.transfer;

import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.activities.ssh.ServerLookup;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.activities.step.StepServers;
import dev.holdfast.activities.step.StoringListener;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.ServerNames;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.sync.SyncActivities;
import dev.holdfast.schemas.transfer.TransferActivities.Placed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes directories on servers like trees of the store. Thread-safe. */
public final class ServerSyncs implements SyncActivities {
  private static final int SHOWN = 1000;

  private final StepServers servers;
  private final Trees trees;
  private final FileStore files;
  private final StepLogs logs;
  private final Operations operations;

  public ServerSyncs(
      ServerLookup servers, Trees trees, FileStore files, StepLogs logs, Operations operations) {
    this.servers = new StepServers(servers);
    this.trees = trees;
    this.files = files;
    this.logs = logs;
    this.operations = operations;
  }

  @Override
  public Differences compareTree(TreeRequest request) {
    Step step = request.step();
    Server server = servers.of(step);
    List<TreeEntry> wanted = manifest(request);
    RecordingAttendance attendance = new RecordingAttendance(operations, step);
    TreePlan plan =
        Failures.translated(() -> trees.compare(server, request.input(), wanted, attendance));
    if (!plan.isEmpty() && logs.stored(step, false) == 0) {
      String text = String.join("\n", plan.lines(SHOWN)) + "\n";
      logs.append(step, false, 0, text.getBytes(StandardCharsets.UTF_8));
    }
    return plan.differences();
  }

  @Override
  public StagedTree sendTree(TreeRequest request) {
    Step step = request.step();
    Server server = servers.of(step);
    List<TreeEntry> wanted = manifest(request);
    String owner = Owner.of(operations, step);
    RecordingAttendance attendance = new RecordingAttendance(operations, step);
    return Failures.translated(() ->
        trees.send(
            server,
            step,
            request.input(),
            wanted,
            sha256 -> content(step, sha256, owner),
            attendance));
  }

  @Override
  public Placed placeTree(PlaceTreeRequest request) {
    Step step = request.step();
    Server server = servers.of(step);
    StoringListener listener = new StoringListener(logs, step);
    Outcome outcome =
        Failures.translated(
            () -> trees.place(server, step, request.input(), request.staged(), listener));
    return Placement.of(step, outcome);
  }

  private List<TreeEntry> manifest(TreeRequest request) {
    try {
      return Manifest.read(
          content(request.step(), request.input().manifest(), Owner.of(operations, request.step()))
              .open(0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw Failures.of(FailureType.BAD_INPUT, String.valueOf(e.getMessage()));
    }
  }

  /** Only what belongs to whoever started the operation: the manifest may name anything. */
  private StoredContent content(Step step, String sha256, String owner) {
    return files
        .find(ServerNames.organisation(step.server()), sha256, owner)
        .map(file -> new StoredContent(files, file))
        .orElseThrow(() ->
            Failures.of(
                FailureType.BAD_INPUT,
                "the file %s is not in the store any more; sync again (it is kept for a day)"
                    .formatted(sha256)));
  }
}
