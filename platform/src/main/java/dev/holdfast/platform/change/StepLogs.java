package dev.holdfast.platform.change;

import dev.holdfast.platform.operation.OperationLogs;
import dev.holdfast.schemas.step.Step;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** The output of one step's command. */
public final class StepLogs {
  /** Whoever reads a page of chunks has them all in memory. */
  private static final int CHUNK = 64 << 10;

  private final Jdbi jdbi;
  private final OperationLogs logs;

  public StepLogs(Jdbi jdbi) {
    this.jdbi = jdbi;
    this.logs = new OperationLogs(jdbi);
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
    List<byte[]> chunks =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select bytes from operation_logs
                    where operation = :operation and server = :server and step = :step
                      and generation = :generation and stream = 'stdout'
                    order by byte_offset
                    """)
                .bind("operation", step.operation())
                .bind("server", step.server())
                .bind("step", step.key())
                .bind("generation", step.generation())
                .mapTo(byte[].class)
                .list());
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    chunks.forEach(whole::writeBytes);
    return whole.toString(StandardCharsets.UTF_8);
  }
}
