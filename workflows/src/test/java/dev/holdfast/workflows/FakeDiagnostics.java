package dev.holdfast.workflows;

import dev.holdfast.schemas.diagnosis.DiagnoseActivities;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Servers with one warning each, of which some have a problem, too. */
final class FakeDiagnostics implements DiagnoseActivities {
  final List<String> diagnosed = new CopyOnWriteArrayList<>();

  /** Servers with a problem. */
  volatile List<String> ailing = List.of();

  @Override
  public Found diagnoseInOperation(StepRequest request) {
    String server = request.step().server();
    diagnosed.add(server + " " + request.input().loginOnly() + " " + request.step().fencingToken());
    boolean ill = ailing.contains(server);
    return new Found(ill ? 2 : 0, 1, 7, 3, ill ? "login/sudo: it asks" : null, 1, 120);
  }
}
