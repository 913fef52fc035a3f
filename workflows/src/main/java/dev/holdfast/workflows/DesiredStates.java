package dev.holdfast.workflows;

import dev.holdfast.schemas.change.DesiredState;
import dev.holdfast.workflows.lockdown.LockdownDesiredState;
import dev.holdfast.workflows.serversetup.ServerSetupDesiredState;
import java.util.Map;

/** What each operation on servers wants, by the operation's name. */
public final class DesiredStates {
  private DesiredStates() {}

  /** All of them, for the workers to plan with. */
  public static Map<String, DesiredState<?>> all() {
    return Map.of(
        "lockdown", new LockdownDesiredState(), "server-setup", new ServerSetupDesiredState());
  }
}
