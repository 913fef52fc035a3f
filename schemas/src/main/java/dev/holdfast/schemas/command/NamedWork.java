package dev.holdfast.schemas.command;

import java.util.List;

/**
 * Work on a server that is no command, as the command policy knows it: by words of its own.
 *
 * @param words such as {@code run lockdown} or {@code ssh}
 */
public record NamedWork(List<String> words, boolean asRoot) implements RunsCommands {
  /** What a login by a person's own SSH client is called, as an operation and as a command. */
  public static final String SSH = "ssh";

  public NamedWork {
    words = List.copyOf(words);
  }

  /** An operation that changes servers by itself, which takes root's rights. */
  public static NamedWork operation(String type) {
    return new NamedWork(List.of("run", type), true);
  }

  /** A login by a person's own SSH client, for a shell, a command or a mount. */
  public static NamedWork login() {
    return new NamedWork(List.of(SSH), false);
  }

  @Override
  public List<Invocation> invocations() {
    return List.of(new Invocation.Words(words));
  }
}
