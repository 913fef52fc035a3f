package dev.holdfast.activities.revert;

import dev.holdfast.activities.journal.EntryKey;
import dev.holdfast.activities.journal.ServerProgram;
import dev.holdfast.activities.revert.CommitConfirmed.Armed;
import dev.holdfast.activities.ssh.Quoting;

/** The scripts that the journal runs to arm, confirm and revert. */
final class RevertScript {
  static final ServerProgram PROGRAM = ServerProgram.resource(RevertScript.class, "revert.sh");

  /** Ends the here-documents; a line of a hash, so that no script holds it by accident. */
  private static final String END = "HOLDFAST-" + PROGRAM.hash();

  private RevertScript() {}

  /** Arms, then runs the change's own script; if it fails or is ended, reverts the change. */
  static String apply(EntryKey key, Armed armed) {
    return """
    %s
    id=%s
    dir=/var/lib/holdfast/revert/$id
    mkdir -p "$dir" || exit 78
    cat >"$dir/apply" <<'%s' || exit 78
    %s
    %s
    revert_change() {
      echo "holdfast: $1; reverting the change" >&2
      sh "$program" revert "$id" now >&2
    }
    sh "$program" arm "$id" %d %d %s -- %s -- %s || exit
    # The server ends a script that takes too long by TERM, and an operation that is closed as well.
    trap 'revert_change "the change was ended"; exit 124' TERM
    sh "$dir/apply" </dev/null
    code=$?
    [ "$code" -eq 0 ] || revert_change "the change failed with exit code $code"
    exit "$code"
    """
        .formatted(
            install(),
            key.id(),
            END,
            armed.script(),
            END,
            armed.step().fencingToken(),
            Math.max(1, armed.window().toSeconds()),
            Quoting.quote(armed.paths()),
            Quoting.quote(armed.reload()),
            Quoting.quote(armed.runtime()));
  }

  static String confirm(EntryKey applied) {
    return install() + "exec sh \"$program\" confirm " + applied.id() + "\n";
  }

  static String revert(EntryKey applied) {
    return install() + "exec sh \"$program\" revert " + applied.id() + " now\n";
  }

  /** Changes nothing: tells by its exit code what has become of the change. */
  static String state(EntryKey applied) {
    return install() + "exec sh \"$program\" state " + applied.id() + "\n";
  }

  private static String install() {
    return """
    program=%s
    umask 077
    if ! [ -s "$program" ]; then
      cat >"$program.$$" <<'%s' || exit 78
    %s
    %s
      sync "$program.$$" && mv -f "$program.$$" "$program" || exit 78
    fi
    """
        .formatted(PROGRAM.path(), END, PROGRAM.text().stripTrailing(), END);
  }
}
