package dev.holdfast.workflows.engine.earlier;

import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** Starts work item by item, so that never more than a number of them are under way. */
final class SlidingWindow<T> {
  private final int size;

  SlidingWindow(int size) {
    this.size = size;
  }

  /** Runs all items; a promise that fails fails this after those under way have ended. */
  void run(Iterator<T> items, Function<T, Promise<Void>> start) {
    List<Promise<Void>> underWay = new ArrayList<>();
    List<Promise<Void>> all = new ArrayList<>();
    while (items.hasNext()) {
      Promise<Void> started = start.apply(items.next());
      underWay.add(started);
      all.add(started);
      Workflow.await(() -> {
        underWay.removeIf(Promise::isCompleted);
        return underWay.size() < size;
      });
    }
    all.forEach(promise -> promise.getFailure());
    all.forEach(Promise::get);
  }
}
