package dev.holdfast.platform.policy;

import dev.holdfast.platform.policy.shell.Word;
import dev.holdfast.schemas.command.Invocation;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen in a command: itself, every command that it starts, and whether there may be
 * others.
 */
public final class CommandReading {
  private static final Set<String> ROOT = Set.of("sudo", "su", "doas", "pkexec", "run0", "runuser");

  private final Invocation invocation;
  private final List<Seen> commands;
  private final List<SeenScript> scripts;
  private final @Nullable String doubt;

  /**
   * A command that is seen.
   *
   * @param program its name without a path
   * @param root whether something around it gives it root's or another user's rights
   */
  record Seen(String program, List<Word> words, boolean root) {
    Seen {
      words = List.copyOf(words);
    }

    /** Whether it is one of the programs that give root's rights. */
    boolean givesRoot() {
      return ROOT.contains(program);
    }
  }

  /** A text for an interpreter that is seen. */
  record SeenScript(Invocation.Script script, boolean root) {}

  CommandReading(
      Invocation invocation,
      List<Seen> commands,
      List<SeenScript> scripts,
      @Nullable String doubt) {
    this.invocation = invocation;
    this.commands = List.copyOf(commands);
    this.scripts = List.copyOf(scripts);
    this.doubt = doubt;
  }

  /** Reads a command. */
  public static CommandReading of(Invocation invocation) {
    return new Unwrapping(invocation).read();
  }

  Invocation invocation() {
    return invocation;
  }

  /** The command itself, if it is no script, and every command that it visibly starts. */
  List<Seen> commands() {
    return commands;
  }

  /** Every text for an interpreter. */
  List<SeenScript> scripts() {
    return scripts;
  }

  /** Why it may start something that is not seen; null if it certainly does not. */
  @Nullable String doubt() {
    return doubt;
  }

  /** Whether it visibly becomes root by itself. */
  boolean becomesRoot() {
    return commands.stream().anyMatch(seen -> seen.root() || seen.givesRoot());
  }
}
