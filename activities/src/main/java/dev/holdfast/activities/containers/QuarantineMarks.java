package dev.holdfast.activities.containers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.holdfast.activities.audit.CommandContext;
import dev.holdfast.activities.resource.Scripts;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.ExecResult;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Mark;
import dev.holdfast.schemas.containers.quarantine.QuarantineInput;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The marks of the containers in quarantine on a server, by their ids.
 *
 * @param rules whether the server's own rules keep them from it
 */
record QuarantineMarks(Map<String, Mark> byId, boolean rules) {
  /** Where they are; only root can write there. */
  static final String ROOT = "/var/lib/holdfast/quarantine";

  /** Of nobody. */
  static final QuarantineMarks NONE = new QuarantineMarks(Map.of(), false);

  private static final String SCRIPT =
      "root=" + ROOT + "\n" + Scripts.load(QuarantineMarks.class, "marks.sh");
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  QuarantineMarks {
    byId = Map.copyOf(byId);
  }

  /**
   * As the server has them now.
   *
   * @throws SshException if root of the server cannot be asked
   */
  static QuarantineMarks of(Ssh ssh, Server server) {
    ExecResult answer =
        CommandContext.current()
            .silently(() -> ssh.exec(server, Command.rootScript(SCRIPT, ANSWER)));
    if (answer.exitCode() != 0) {
      throw new SshException(
          FailureType.COMMAND_FAILED,
          "%s does not say which containers are in quarantine: %s"
              .formatted(server.name(), answer.stderr().strip()),
          null);
    }
    return read(answer.stdout());
  }

  static QuarantineMarks read(String lines) {
    Map<String, Mark> marks = new LinkedHashMap<>();
    boolean rules = false;
    for (String line : lines.lines().toList()) {
      String[] words = line.strip().split(" ", -1);
      if (words[0].equals("rules")) {
        rules = true;
      } else if (words.length == 2) {
        marks.put(words[0], mark(words[1]));
      }
    }
    return new QuarantineMarks(marks, rules);
  }

  private static Mark mark(String base64) {
    try {
      return JSON.readValue(Base64.getDecoder().decode(base64), Mark.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String write(Mark mark) {
    try {
      return JSON.writeValueAsString(mark);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The mark of a container.
   *
   * @param id null where there is no container of this name: then one that is gone is meant
   */
  @Nullable Mark of(String name, @Nullable String id) {
    return id == null ? gone(name).orElse(null) : byId.get(id);
  }

  /** Why a container is in quarantine; null where it is in none. */
  @Nullable String reason(InspectContainerResponse container) {
    Mark mark = byId.get(container.getId());
    if (mark != null) {
      return mark.reason();
    }
    return container.getNetworkSettings().getNetworks().containsKey(QuarantineInput.NETWORK)
        ? "it is in " + QuarantineInput.NETWORK
        : null;
  }

  private Optional<Mark> gone(String name) {
    return byId.values().stream()
        .filter(mark -> mark.container().equals(name) || mark.id().equals(name))
        .findFirst();
  }
}
