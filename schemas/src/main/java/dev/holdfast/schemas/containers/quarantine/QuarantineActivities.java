package dev.holdfast.schemas.containers.quarantine;

import dev.holdfast.schemas.command.CarriesCommands;
import dev.holdfast.schemas.containers.release.ReleaseInput;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.step.StepScoped;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Isolates containers, keeps evidence of them, and releases them.
 *
 * <p>Failures are ApplicationFailures of a {@link dev.holdfast.schemas.failure.FailureType}.
 */
@ActivityInterface
public interface QuarantineActivities {

  /** How a container is now, and whether it is in quarantine. */
  Observed observeContainer(ObserveRequest request);

  /**
   * Records on the server how the container is, takes what is volatile of the evidence, and
   * isolates it, through the journal; continues where a run before it died.
   */
  Isolated isolateContainer(IsolateRequest request);

  /** Brings the evidence into the store; brings it again where it is delivered again. */
  Evidence keepEvidence(EvidenceRequest request);

  /** Restores how the container was, through the journal; without effect where it is released. */
  Isolated releaseContainer(ReleaseRequest request);

  /**
   * @param container its name or id
   */
  record ObserveRequest(Step step, String container) implements StepScoped {}

  /**
   * A container at one moment.
   *
   * @param id null where there is none of this name
   * @param networkMode {@code host}, {@code none}, {@code container:ID}, or a network
   * @param networks those that it is in
   * @param sharing containers that have its network, and are isolated with it
   * @param mark null where it is in no quarantine; also where it is gone, and its mark is not
   * @param isolated whether it reaches nobody: by the mark, its networks and the rules of the
   *     server
   */
  record Observed(
      String name,
      @Nullable String id,
      boolean running,
      boolean frozen,
      boolean removedAtStop,
      String networkMode,
      List<String> networks,
      List<String> sharing,
      @Nullable Mark mark,
      boolean isolated) {
    public Observed {
      networks = List.copyOf(networks);
      sharing = List.copyOf(sharing);
    }

    /** Whether there is one. */
    public boolean exists() {
      return id != null;
    }
  }

  /**
   * What the server knows of a quarantine.
   *
   * @param id of the container
   * @param at when it began; as an instant, and {@code expiresAt}, too
   * @param operation which keeps it there
   * @param by who has started that
   */
  record Mark(
      String id,
      String container,
      String reason,
      String at,
      String expiresAt,
      AtExpiry atExpiry,
      String operation,
      String by) {}

  /**
   * @param mark what the server is to know of the quarantine
   */
  record IsolateRequest(Step step, QuarantineInput input, Mark mark)
      implements StepScoped, CarriesCommands {}

  /**
   * @param id of the container
   * @param only the operation whose quarantine it has to be; null for whichever it is
   */
  record ReleaseRequest(Step step, ReleaseInput input, String id, @Nullable String only)
      implements StepScoped, CarriesCommands {}

  /**
   * How it ended.
   *
   * @param unknown why nobody knows, so that another generation may try; null where it is known
   * @param error what it failed of; null where it did not
   * @param notes what a person has to know
   */
  record Isolated(@Nullable String unknown, @Nullable String error, List<String> notes) {
    public Isolated {
      notes = List.copyOf(notes);
    }
  }

  /**
   * @param id of the container
   */
  record EvidenceRequest(Step step, String id) implements StepScoped {}

  /**
   * What is kept.
   *
   * @param missing what could not be had, and why
   */
  record Evidence(List<Kept> files, List<String> missing) {
    public Evidence {
      files = List.copyOf(files);
      missing = List.copyOf(missing);
    }
  }

  /**
   * A file of the store.
   *
   * @param cut whether there was more than is kept
   */
  record Kept(String name, String sha256, long bytes, boolean cut) {

    /** As it stands in an outcome. */
    public Map<String, Object> document() {
      return Map.of("name", name, "sha256", sha256, "bytes", bytes, "cut", cut);
    }
  }
}
