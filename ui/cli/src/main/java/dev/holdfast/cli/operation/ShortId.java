package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Pages;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Ids of operations as people type them: the beginning is enough where it is that of one only. */
final class ShortId {
  private static final Pattern BEGINNING = Pattern.compile("(op-)?[0-9a-z]{1,15}");
  private static final int SHOWN = 5;

  private ShortId() {}

  /**
   * Does it with the id as it was typed; where there is none, with the one that begins like it.
   *
   * @throws Failure if several operations begin like this
   */
  static <T> T with(ApiClient api, String typed, Function<String, T> work) {
    try {
      return work.apply(typed);
    } catch (Failure unknown) {
      // What one may not read is refused like what is not there.
      boolean none =
          unknown.exitCode() == ExitCode.NOT_FOUND || unknown.exitCode() == ExitCode.REFUSED;
      if (!none || !BEGINNING.matcher(typed).matches()) {
        throw unknown;
      }
      return work.apply(whole(api, typed, unknown));
    }
  }

  private static String whole(ApiClient api, String typed, Failure unknown) {
    String beginning = typed.startsWith("op-") ? typed : "op-" + typed;
    List<String> found;
    try {
      found =
          Pages.read(
                  api, "/operations?limit=" + SHOWN + "&prefix=" + Pages.encode(beginning), SHOWN)
              .stream()
              .map(operation -> Json.text(operation, "id"))
              .toList();
    } catch (Failure e) {
      throw unknown;
    }
    if (found.isEmpty()) {
      throw unknown;
    }
    if (found.size() > 1) {
      throw new Failure(
          ExitCode.USAGE,
          "several operations begin with " + typed,
          found,
          "type more of it; " + HoldfastCommand.PROGRAM + " ops list shows them");
    }
    return found.getFirst();
  }
}
