package dev.holdfast.cli.ssh;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Surroundings;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Keys that count no more, in the form that ssh reads: only ssh-keygen writes it. */
final class Revocations {
  private Revocations() {}

  /**
   * Writes a list of revoked keys.
   *
   * @throws Failure if it cannot be written; without it nobody may log in
   */
  static void write(
      Surroundings surroundings, PrivateDirectory directory, String name, List<String> keys) {
    String keygen = LocalProgram.require(surroundings, "ssh-keygen", "openssh-client");
    String list = name + ".list";
    directory.write(
        list, keys.stream().map(key -> "hash: " + key + "\n").collect(Collectors.joining()));
    List<String> command =
        List.of(
            keygen,
            "-q",
            "-k",
            "-f",
            directory.file(name).toString(),
            directory.file(list).toString());
    try {
      Process process =
          LocalProgram.command(surroundings, command)
              .redirectErrorStream(true)
              .redirectOutput(new File("/dev/null"))
              .start();
      if (process.waitFor() == 0) {
        return;
      }
    } catch (IOException e) {
      throw failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw failed("ssh-keygen did not write them");
  }

  private static Failure failed(String why) {
    return new Failure(
        ExitCode.FAILED,
        "cannot tell ssh which host keys are revoked: " + why,
        "OpenSSH 8.0 or newer is needed for servers with revoked keys");
  }
}
