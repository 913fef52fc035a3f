package dev.holdfast.platform.change;

import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.operation.OperationLogs;
import dev.holdfast.schemas.step.Step;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jdbi.v3.core.Jdbi;

/** The output of one step's command. */
public final class StepLogs {
  /** Whoever reads a page of chunks has them all in memory. */
  private static final int CHUNK = 64 << 10;

  private final OperationLogs logs;

  public StepLogs(Jdbi jdbi, AtRest atRest) {
    this.logs = new OperationLogs(jdbi, atRest);
  }

  /** Stores a piece of output, however large; what is there already stays. */
  public void append(Step step, boolean stderr, long offset, byte[] bytes) {
    int from = 0;
    while (from < bytes.length) {
      int to = Characters.cut(bytes, from, Math.min(bytes.length, from + CHUNK));
      logs.append(
          step, stderr ? "stderr" : "stdout", offset + from, Arrays.copyOfRange(bytes, from, to));
      from = to;
    }
  }

  /** The bytes of a stream that are stored without a gap from its beginning. */
  public long stored(Step step, boolean stderr) {
    return logs.stored(step, stderr ? "stderr" : "stdout");
  }

  /** All standard output that was stored of a step's generation. */
  public String stdout(Step step) {
    return new String(logs.whole(step, "stdout"), StandardCharsets.UTF_8);
  }
}
