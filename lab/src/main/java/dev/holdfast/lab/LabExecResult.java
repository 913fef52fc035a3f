package dev.holdfast.lab;

/** How a command on a lab server ended, and what it said. */
public record LabExecResult(int exitCode, String stdout, String stderr) {

  /**
   * The standard output without trailing line breaks.
   *
   * @throws LabException if the command did not exit with 0
   */
  public String orThrow() {
    if (exitCode != 0) {
      throw new LabException("exit code " + exitCode + ": " + (stderr + stdout).strip());
    }
    return stdout.stripTrailing();
  }
}
