package dev.holdfast.activities.transfer;

import dev.holdfast.activities.journal.Vigil;
import dev.holdfast.activities.ssh.LastWord;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.transfer.TransferProgram.Found;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.transfer.TransferActivities.Fetched;
import dev.holdfast.schemas.transfer.Via;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Brings a directory as one tar archive, which is packed while it travels: nothing is written on
 * the server. What breaks on the way starts again, since the next archive may be another.
 */
record DirectoryDownload(Ssh ssh, TransferProgram program) {
  private static final int MOST_WARNINGS = 20;

  /** GNU tar's exit code where the archive is whole and some files were written to meanwhile. */
  private static final int CHANGED_MEANWHILE = 1;

  private static final Pattern HARMLESS =
      Pattern.compile(
          "tar: .*(changed as we read it|removed before we read it|File shrank by .*|socket ignored)");

  Fetched fetch(Place from, Downloads.Receipt receipt, Attendance attendance) {
    Found found = program.look(from);
    long began = System.nanoTime();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Meter meter = new Meter(attendance, () -> {}, 0, 0);
    String mark = Marked.mark();
    LastWord last = LastWord.of(from.server(), from.root());
    Moving packing =
        new Moving(
            ssh,
            from,
            "cd \"$p\" || exit; printf '\\n%s\\n'; tar -cf - .; code=$?; %s; exit $code"
                .formatted(mark, last.sh(0)));
    int exitCode =
        Vigil.keep(
            Uploads.beating(attendance),
            () -> {
              try (OutputStream bytes = receipt.from(0)) {
                return packing.run(
                    last, StreamCarrier.path(from), new Marked(mark, meter.on(bytes)), said);
              } catch (IOException e) {
                meter.rethrow();
                throw new UncheckedIOException(e);
              } catch (RuntimeException e) {
                meter.rethrow();
                throw e;
              }
            });
    List<String> warnings = warnings(said.toString(StandardCharsets.UTF_8));
    if (exitCode != 0 && !(exitCode == CHANGED_MEANWHILE && harmless(warnings))) {
      throw failed(packing, exitCode, said);
    }
    long size = receipt.there();
    return new Fetched(
        receipt.complete(),
        size,
        found.mode(),
        found.modifiedAtSeconds(),
        Via.STREAM,
        Duration.ofNanos(System.nanoTime() - began).toMillis(),
        warnings.stream().limit(MOST_WARNINGS).toList());
  }

  /** What tar complains about; login scripts may have said something, too. */
  private static List<String> warnings(String said) {
    return said.lines().filter(line -> line.startsWith("tar: ")).toList();
  }

  /** Other programs of the name end with 1 where files are missing. */
  private static boolean harmless(List<String> warnings) {
    return !warnings.isEmpty()
        && warnings.stream().allMatch(line -> HARMLESS.matcher(line).matches());
  }

  private static SshException failed(Moving packing, int exitCode, ByteArrayOutputStream said) {
    SshException failure = packing.failed(exitCode, said);
    boolean forbidden =
        failure.type() == FailureType.COMMAND_FAILED
            && !packing.place().user().isEmpty()
            && String.valueOf(failure.getMessage()).contains("Permission denied");
    return forbidden
        ? new SshException(
            FailureType.REFUSED, failure.getMessage() + "; --sudo reads it as root", failure)
        : failure;
  }
}
