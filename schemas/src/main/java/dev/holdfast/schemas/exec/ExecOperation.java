package dev.holdfast.schemas.exec;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for running a command. */
public final class ExecOperation {
  public static final OperationType TYPE =
      new OperationType(
          "exec",
          "Run a command",
          "Runs a command or a script on each server, at most once, and keeps what it printed. What a command"
              + " changes cannot be undone by Holdfast: it does not know what it was.",
          ExecInput.class,
          OperationType.Kind.RUN,
          OperationType.Result.OUTPUT,
          "It cannot be: Holdfast does not know what a command changed.");

  private ExecOperation() {}
}
