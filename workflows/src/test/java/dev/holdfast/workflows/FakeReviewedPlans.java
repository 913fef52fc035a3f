package dev.holdfast.workflows;

import dev.holdfast.schemas.operation.ReviewedPlansActivities;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was approved with a runbook before it started, as the test says. */
final class FakeReviewedPlans implements ReviewedPlansActivities {
  final List<Compared> compared = new CopyOnWriteArrayList<>();
  volatile Comparison all = Comparison.asks("it is another one");
  volatile Comparison server = Comparison.asks("it is another one");

  @Override
  public Comparison compare(Compared what) {
    compared.add(what);
    return what.server() == null ? all : server;
  }
}
