package dev.holdfast.workflows;

import dev.holdfast.schemas.sync.SyncActivities;
import dev.holdfast.schemas.transfer.TransferActivities.Placed;
import dev.holdfast.schemas.transfer.TransferActivities.Result;
import dev.holdfast.schemas.transfer.Via;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Syncs in memory: each finds two differences and puts them in place, unless the test says else.
 */
final class FakeSyncs implements SyncActivities {
  /** What was asked for, as {@code send 1 web-1}, with the generation. */
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  /** What becomes of placing, in turn. */
  final Deque<Placed> placed = new ArrayDeque<>();

  volatile boolean same;

  @Override
  public Differences compareTree(TreeRequest request) {
    asked.add("compare " + request.step().generation() + " " + request.step().server());
    return differences();
  }

  @Override
  public StagedTree sendTree(TreeRequest request) {
    asked.add("send " + request.step().generation() + " " + request.step().server());
    return new StagedTree(
        differences(), "/srv", same ? "" : "/.srv", "r", "ab", same ? null : Via.STREAM, 0, 7);
  }

  @Override
  public Placed placeTree(PlaceTreeRequest request) {
    asked.add("place " + request.step().generation() + " " + request.step().server());
    return placed.isEmpty() ? new Placed(Result.APPLIED, "") : placed.removeFirst();
  }

  private Differences differences() {
    return same ? new Differences(0, 0, 0, 0, 0, 5, 0) : new Differences(1, 0, 0, 1, 0, 3, 10);
  }
}
