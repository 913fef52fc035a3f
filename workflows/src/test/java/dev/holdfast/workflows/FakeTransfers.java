package dev.holdfast.workflows;

import dev.holdfast.schemas.transfer.TransferActivities;
import dev.holdfast.schemas.transfer.Via;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Transfers in memory: they succeed unless the test says something else. */
final class FakeTransfers implements TransferActivities {
  /** What was asked for, as {@code send 1 web-1}, with the generation. */
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  /** What becomes of the target of a server, in turn. */
  final Map<String, Deque<Placed>> placed = new ConcurrentHashMap<>();

  volatile boolean unchanged;

  @Override
  public Sent send(SendRequest request) {
    asked.add("send " + request.step().generation() + " " + request.step().server());
    return new Sent(
        unchanged, "ab".repeat(32), 5, "/tmp/x", "/tmp/.x", "r", unchanged ? null : Via.SFTP, 0, 7);
  }

  @Override
  public Placed place(PlaceRequest request) {
    asked.add("place " + request.step().generation() + " " + request.step().server());
    Deque<Placed> next = placed.getOrDefault(request.step().server(), new ArrayDeque<>());
    return next.isEmpty() ? new Placed(Result.APPLIED, "") : next.removeFirst();
  }

  @Override
  public Fetched fetch(FetchRequest request) {
    asked.add("fetch " + request.step().generation() + " " + request.step().server());
    return new Fetched("cd".repeat(32), 5, "640", 1_700_000_000, Via.STREAM, 7, null);
  }
}
