package dev.holdfast.cli.importing;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The criteria of a Match line. Commands are never run: whether {@code exec} would hold stays
 * unknown.
 */
final class SshConfigMatch {
  enum Answer {
    YES,
    NO,
    UNKNOWN
  }

  /**
   * What the criteria are compared with.
   *
   * @param host the host name as far as it is known, {@code original} as it was typed
   * @param finalPass whether the file is read for the second time
   */
  record Subject(String host, String original, String user, String localUser, boolean finalPass) {}

  /**
   * @param unknown the criterion that was not decided
   * @param wantsFinal whether the file has to be read a second time
   */
  record Result(Answer answer, @Nullable String unknown, boolean wantsFinal) {}

  private SshConfigMatch() {}

  /**
   * Whether the line holds.
   *
   * @throws IllegalArgumentException with the reason if the client refuses the line
   */
  static Result of(SshConfigLine line, Subject subject) {
    SshConfigLine.Words words = new SshConfigLine.Words(line.rest());
    boolean holds = true;
    boolean wantsFinal = false;
    @Nullable String unknown = null;
    int count = 0;
    while (true) {
      String word = words.next();
      if (word == null || word.isEmpty() || word.startsWith("#")) {
        break;
      }
      boolean negated = word.startsWith("!");
      String criterion = word.substring(negated ? 1 : 0).toLowerCase(Locale.ROOT);
      if (criterion.equals("all")) {
        String next = words.next();
        if (count > 1 || (next != null && !next.isEmpty() && !next.startsWith("#"))) {
          throw new IllegalArgumentException("'all' stands beside other criteria");
        }
        return new Result(holds && !negated ? Answer.YES : Answer.NO, unknown, wantsFinal);
      }
      count++;
      if (List.of("canonical", "final").contains(criterion)) {
        wantsFinal |= criterion.equals("final");
        holds &= subject.finalPass() != negated;
        continue;
      }
      String argument = words.next();
      if (argument == null || argument.isEmpty() || argument.startsWith("#")) {
        throw new IllegalArgumentException("'" + criterion + "' has no value");
      }
      @Nullable Boolean matched =
          switch (criterion) {
            case "host" -> Glob.matchesHost(argument, subject.host());
            case "originalhost" -> Glob.matchesHost(argument, subject.original());
            case "user" -> Glob.matches(List.of(argument.split(",", -1)), subject.user());
            case "localuser" -> Glob.matches(List.of(argument.split(",", -1)), subject.localUser());
            default -> null;
          };
      if (matched == null) {
        unknown = holds && unknown == null ? criterion : unknown;
      } else {
        holds &= matched != negated;
      }
    }
    if (count == 0) {
      throw new IllegalArgumentException("has no criteria");
    }
    return new Result(
        !holds ? Answer.NO : unknown == null ? Answer.YES : Answer.UNKNOWN, unknown, wantsFinal);
  }
}
