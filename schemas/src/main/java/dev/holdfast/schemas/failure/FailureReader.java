package dev.holdfast.schemas.failure;

import dev.holdfast.schemas.failure.FailureData.Cause;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalException;
import io.temporal.failure.TerminatedFailure;
import io.temporal.failure.TimeoutFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chain of Temporal's failures: the one place where they become a {@link FailureData}. The
 * same for the same chain, so that workflows may use it.
 */
public final class FailureReader {
  /** Where what is thrown by others arises, by how the names of its classes begin. */
  private static final Map<String, Component> OTHERS =
      Map.of(
          "org.jdbi.", Component.DATABASE,
          "java.sql.", Component.DATABASE,
          "org.postgresql.", Component.DATABASE,
          "com.zaxxer.hikari.", Component.DATABASE,
          "com.github.dockerjava.", Component.DOCKER,
          "net.schmizz.", Component.SSH,
          "org.apache.sshd.", Component.SSH);

  private FailureReader() {}

  /** What a failure says, with {@link FailureWords} for its message. */
  public static FailureData read(Throwable failure) {
    Throwable root = FailureWords.root(failure);
    String message = FailureWords.of(failure);
    FailureType code = code(root);
    FailureOrigin origin = root instanceof ApplicationFailure thrown ? origin(thrown) : null;
    if (origin == null && code == FailureType.UNEXPECTED) {
      origin = FailureOrigin.of(component(root));
    }
    return FailureData.of(code, message, origin, causes(root, code, message));
  }

  private static FailureType code(Throwable root) {
    return switch (root) {
      case ApplicationFailure thrown -> {
        FailureType type = FailureType.find(thrown.getType());
        yield type != null
            ? type
            : thrown.getType().startsWith("io.temporal.")
                ? FailureType.WORKER_LOST
                : FailureType.UNEXPECTED;
      }
      case TimeoutFailure timeout -> code(timeout.getTimeoutType());
      case CanceledFailure _, ActivityCanceledException _ -> FailureType.CANCELLED;
      case TerminatedFailure _ -> FailureType.TERMINATED;
      case ActivityCompletionException _ -> FailureType.WORKER_LOST;
      default -> FailureType.UNEXPECTED;
    };
  }

  private static FailureType code(@Nullable TimeoutType limit) {
    return switch (limit) {
      case TIMEOUT_TYPE_HEARTBEAT -> FailureType.WORKER_LOST;
      case TIMEOUT_TYPE_SCHEDULE_TO_START -> FailureType.NO_WORKER;
      case TIMEOUT_TYPE_START_TO_CLOSE,
          TIMEOUT_TYPE_SCHEDULE_TO_CLOSE,
          TIMEOUT_TYPE_UNSPECIFIED,
          UNRECOGNIZED ->
          FailureType.TIMED_OUT;
      case null -> FailureType.TIMED_OUT;
    };
  }

  private static @Nullable FailureOrigin origin(ApplicationFailure thrown) {
    // The details of that are the server's result, and of what others throw they are theirs.
    FailureType type = FailureType.find(thrown.getType());
    if (type == null || type == FailureType.SERVER_FAILED) {
      return null;
    }
    try {
      return thrown.getDetails().getSize() == 0
          ? null
          : thrown.getDetails().get(FailureOrigin.class);
    } catch (RuntimeException notOurs) {
      // Whatever a version that nobody knows has put there.
      return null;
    }
  }

  private static Component component(Throwable root) {
    for (Throwable cause = root; cause != null; cause = cause.getCause()) {
      String type =
          cause instanceof ApplicationFailure thrown
              ? thrown.getType()
              : cause.getClass().getName();
      for (Map.Entry<String, Component> other : OTHERS.entrySet()) {
        if (type.startsWith(other.getKey())) {
          return other.getValue();
        }
      }
    }
    return root instanceof TemporalException && !(root instanceof ApplicationFailure)
        ? Component.TEMPORAL
        : Component.HOLDFAST;
  }

  /** Those that say something which nothing before them has said, or are of another type. */
  private static List<Cause> causes(Throwable root, FailureType of, String message) {
    List<Cause> causes = new ArrayList<>();
    StringBuilder said = new StringBuilder(message);
    for (Throwable cause = root.getCause();
        cause != null && causes.size() < FailureData.CAUSES;
        cause = cause.getCause()) {
      String text = text(cause);
      FailureType code =
          cause instanceof ApplicationFailure thrown ? FailureType.find(thrown.getType()) : null;
      boolean another = code != null && code != of;
      if (text != null && (another || said.indexOf(text) < 0)) {
        causes.add(new Cause(code, text));
        said.append('\n').append(text);
      }
    }
    return causes;
  }

  /** What a cause says; null for what is only a wrapper of Temporal's. */
  private static @Nullable String text(Throwable cause) {
    String text =
        switch (cause) {
          case ApplicationFailure thrown -> thrown.getOriginalMessage();
          case TimeoutFailure timeout -> FailureWords.of(timeout);
          case TemporalException _ -> null;
          default -> cause.getMessage();
        };
    return text == null || text.isBlank() || text.equals(FailureWords.ENCODED)
        ? null
        : text.strip();
  }
}
