package dev.holdfast.api.runbooks;

import dev.holdfast.platform.operation.OperationLogs;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.StoredOperation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a step's command printed, for the steps after it. */
@Component
final class StepOutput {
  private static final int MOST_BYTES = 8 * 1024;

  private final OperationLogs logs;

  StepOutput(OperationLogs logs) {
    this.logs = logs;
  }

  /**
   * The standard output, without the last line end and cut to 8 KiB.
   *
   * @return null unless it ran one command on one server
   */
  @Nullable String of(StoredOperation operation, List<OperationServer> servers) {
    if (servers.size() != 1 || exitCode(servers) == null) {
      return null;
    }
    String server = servers.getFirst().name();
    List<String> steps = logs.steps(operation.id(), server);
    if (steps.isEmpty()) {
      return "";
    }
    if (steps.size() > 1) {
      return null;
    }
    var first = new First();
    try {
      logs.copy(operation.id(), server, steps.getFirst(), "stdout", first);
    } catch (Enough e) {
      // The rest is not wanted.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return first.bytes.toString(StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
  }

  /** The exit code on the one server; null where there are more, or no command was run. */
  @Nullable Integer exitCode(List<OperationServer> servers) {
    Map<String, Object> outcome = servers.size() == 1 ? servers.getFirst().outcome() : null;
    return outcome != null && outcome.get("exitCode") instanceof Number code
        ? code.intValue()
        : null;
  }

  /** Keeps the first bytes, and stops whoever writes more. */
  private static final class First extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] some, int from, int length) throws IOException {
      int room = MOST_BYTES - bytes.size();
      bytes.write(some, from, Math.min(length, room));
      if (length > room) {
        throw new Enough();
      }
    }
  }

  private static final class Enough extends IOException {
    private static final long serialVersionUID = 1;
  }
}
