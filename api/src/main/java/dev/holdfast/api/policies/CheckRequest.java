package dev.holdfast.api.policies;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.RunsCommands;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would the policy say about this?
 *
 * @param operation {@code exec} by default
 * @param user the caller by default
 * @param command what would be typed: several words are a program and its arguments, one is a line
 *     for the shell
 * @param script the text of a script, in place of a command
 * @param interpreter of the script; {@code sh} by default
 */
record CheckRequest(
    @Nullable String selector,
    @Nullable String operation,
    @Nullable String user,
    @Nullable Boolean sudo,
    @Nullable List<String> command,
    @Nullable String script,
    @Nullable String interpreter) {

  RunsCommands commands() {
    if ((command == null) == (script == null)) {
      throw ApiException.invalid("command", "either command or script has to be given");
    }
    Invocation invocation;
    try {
      invocation =
          command != null
              ? Invocation.of(command)
              : new Invocation.Script(interpreter == null ? "sh" : interpreter, script);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("command", String.valueOf(e.getMessage()));
    }
    boolean root = Boolean.TRUE.equals(sudo);
    return new RunsCommands() {
      @Override
      public List<Invocation> invocations() {
        return List.of(invocation);
      }

      @Override
      public boolean asRoot() {
        return root;
      }
    };
  }
}
