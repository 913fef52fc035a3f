package dev.holdfast.workflows;

import dev.holdfast.schemas.operation.FailedOperationActivities;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps which operations are to be undone. */
final class FakeFailedOperations implements FailedOperationActivities {
  final List<String> undone = Collections.synchronizedList(new ArrayList<>());

  @Override
  public void undoFailed(String operation) {
    undone.add(operation);
  }
}
