package dev.holdfast.schemas.sync;

import dev.holdfast.schemas.command.CarriesCommands;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.step.StepScoped;
import dev.holdfast.schemas.transfer.TransferActivities.Placed;
import dev.holdfast.schemas.transfer.Via;
import io.temporal.activity.ActivityInterface;
import org.jspecify.annotations.Nullable;

/**
 * Makes a directory on a server like a tree of the platform's store.
 *
 * <p>Every method may be delivered again with the same step. Failures are ApplicationFailures of a
 * {@link dev.holdfast.schemas.failure.FailureType}.
 */
@ActivityInterface
public interface SyncActivities {

  /** Says what would be changed, as output of the step too; changes nothing. */
  Differences compareTree(TreeRequest request);

  /** Brings what differs to a hidden directory beside the target; changes nothing there yet. */
  StagedTree sendTree(TreeRequest request);

  /** Makes the target what it is to be, from what was sent, through the journal: once. */
  Placed placeTree(PlaceTreeRequest request);

  record TreeRequest(Step step, SyncInput input) implements StepScoped, CarriesCommands {}

  record PlaceTreeRequest(Step step, SyncInput input, StagedTree staged) implements StepScoped, CarriesCommands {}

  /**
   * How a server's directory differs from the tree.
   *
   * @param files whose content has to be written
   * @param attributes of how many entries only the mode, owner or time has to be set
   * @param bytes of the files
   */
  record Differences(
      int files,
      int links,
      int directories,
      int deleted,
      int attributes,
      int unchanged,
      long bytes) {

    /** How many there are. */
    public int count() {
      return files + links + directories + deleted + attributes;
    }
  }

  /**
   * What differs is on the server.
   *
   * @param target the directory, links followed
   * @param staging where it is; empty where nothing differs
   * @param record names what the server has noted of it
   * @param sha256 of the list of what is to be done
   * @param resumed files that were there from an earlier delivery, whole or in part
   */
  record StagedTree(
      Differences differences,
      String target,
      String staging,
      String record,
      String sha256,
      @Nullable Via via,
      int resumed,
      long millis) {}
}
