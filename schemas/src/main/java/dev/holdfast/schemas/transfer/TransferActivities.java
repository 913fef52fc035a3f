package dev.holdfast.schemas.transfer;

import dev.holdfast.schemas.command.CarriesCommands;
import dev.holdfast.schemas.copy.CopyInput;
import dev.holdfast.schemas.fetch.FetchInput;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.step.StepScoped;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves files between the platform's store and servers.
 *
 * <p>Every method may be delivered again with the same step: it then goes on where it was. Failures
 * are ApplicationFailures of a {@link dev.holdfast.schemas.failure.FailureType}.
 */
@ActivityInterface
public interface TransferActivities {

  /** Brings a file's bytes to a temporary file beside its target; changes nothing there yet. */
  Sent send(SendRequest request);

  /** Puts a file that was sent in the place of its target, through the journal: once. */
  Placed place(PlaceRequest request);

  /** Brings a file into the store. */
  Fetched fetch(FetchRequest request);

  record SendRequest(Step step, CopyInput input) implements StepScoped, CarriesCommands {}

  record PlaceRequest(Step step, CopyInput input, Sent sent)
      implements StepScoped, CarriesCommands {}

  record FetchRequest(Step step, FetchInput input) implements StepScoped, CarriesCommands {}

  /**
   * A file that is on the server, or was there already.
   *
   * @param unchanged it is in place already, with the mode and owner asked for; the rest is empty
   * @param target where it goes, links followed
   * @param temporary where it is
   * @param record names what the server has noted of it
   * @param resumedAt bytes that were there from an earlier delivery
   */
  record Sent(
      boolean unchanged,
      String sha256,
      long size,
      String target,
      String temporary,
      String record,
      @Nullable Via via,
      long resumedAt,
      long millis) {}

  /**
   * What became of a target.
   *
   * @param result as of any change; after INTERRUPTED nobody knows which of both is in place
   */
  record Placed(Result result, String message) {}

  /** What a change on a server came to. */
  enum Result {
    APPLIED,
    FAILED,
    INTERRUPTED
  }

  /**
   * A file that is in the store.
   *
   * @param mode its permissions on the server, in octal
   * @param modifiedAtSeconds since 1970
   */
  record Fetched(
      String sha256,
      long size,
      String mode,
      long modifiedAtSeconds,
      Via via,
      long millis,
      @Nullable List<String> warnings) {}
}
