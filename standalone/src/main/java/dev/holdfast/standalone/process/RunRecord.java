package dev.holdfast.standalone.process;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one running process of the platform, kept as {@code run/PART.json}.
 *
 * @param fingerprint of its command and configuration: a process that runs with another one is
 *     restarted, not adopted
 * @param readyAt when it was healthy for the first time; absent while it starts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunRecord(
    String part,
    ProcessIdentity process,
    int port,
    List<String> command,
    String fingerprint,
    Instant startedAt,
    @Nullable Instant readyAt) {

  public RunRecord {
    Objects.requireNonNull(part, "part");
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(fingerprint, "fingerprint");
    Objects.requireNonNull(startedAt, "startedAt");
    command = List.copyOf(command);
  }

  public RunRecord readyNow() {
    return new RunRecord(part, process, port, command, fingerprint, startedAt, Instant.now());
  }

  public boolean alive() {
    return process.alive();
  }
}
