package dev.holdfast.activities.revert;

import dev.holdfast.activities.journal.Journal.Listener;
import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.schemas.change.ChangeActivities.ConfirmOutcome;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Changes that the server takes back by itself unless they are confirmed.
 *
 * <p>Arm, apply and confirm go through the journal. Arming snapshots the paths, starts a transient
 * service that reverts after the window and enables a boot unit that reverts what is still pending;
 * if any step of arming fails, nothing is applied. Confirm and revert rename one pending marker:
 * only one of them wins.
 */
public interface CommitConfirmed {

  /**
   * Arms the revert and runs the script, as one journal entry. A script that fails is reverted
   * before it returns.
   */
  Outcome apply(Server server, Armed armed, Listener listener);

  /** Confirms the change that {@code applied} made, or says that the revert was faster. */
  ConfirmOutcome confirm(Server server, Step confirm, Step applied, Listener listener);

  /** Reverts the change that {@code applied} made now, or says that it was confirmed already. */
  ConfirmOutcome revert(Server server, Step revert, Step applied, Listener listener);

  /**
   * A change to make.
   *
   * @param paths files and directories to snapshot and to restore; those that do not exist are
   *     removed by the revert
   * @param reload units to reload after the restore, such as {@code ssh.service}; never restarted
   *     unless reloading leaves them inactive
   * @param runtime what is restored beside the files: {@code unit:NAME}, whether it runs and is
   *     enabled, {@code sysctl:KEY}, its value, {@code account:NAME}, how the user gets in, or
   *     {@code script:PATH}, the way back that the change leaves there before it changes anything
   * @param script POSIX sh as root that validates a candidate, puts it into place and reloads
   * @param window how long the server waits for the confirmation
   */
  record Armed(
      Step step,
      List<String> paths,
      List<String> reload,
      List<String> runtime,
      String script,
      Duration window) {
    private static final Pattern PATH = Pattern.compile("/[^\\n\\x00]*[^\\n\\x00/]");
    private static final Pattern RUNTIME =
        Pattern.compile(
            "(unit|sysctl):[A-Za-z0-9][A-Za-z0-9@_.:/-]*|account:[^\\s\\p{Cntrl}]+|script:/[A-Za-z0-9@_./-]+");
    private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9@_.:-]*");

    public Armed {
      for (String path : paths) {
        if (!PATH.matcher(path).matches()) {
          throw new IllegalArgumentException("paths: '" + path + "' is not absolute, on one line");
        }
      }
      for (String unit : reload) {
        if (!UNIT.matcher(unit).matches()) {
          throw new IllegalArgumentException("reload: '" + unit + "' is not a unit's name");
        }
      }
      for (String state : runtime) {
        if (!RUNTIME.matcher(state).matches()) {
          throw new IllegalArgumentException(
              "runtime: '" + state + "' is not a unit, sysctl, account or script");
        }
      }
      if (window.toSeconds() < 1) {
        throw new IllegalArgumentException("window: " + window + " is shorter than a second");
      }
      paths = List.copyOf(paths);
      reload = List.copyOf(reload);
      runtime = List.copyOf(runtime);
    }

    /** A change to nothing but files. */
    public Armed(
        Step step, List<String> paths, List<String> reload, String script, Duration window) {
      this(step, paths, reload, List.of(), script, window);
    }
  }
}
