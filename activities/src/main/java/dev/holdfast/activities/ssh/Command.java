package dev.holdfast.activities.ssh;

import java.time.Duration;

/**
 * A command for a server.
 *
 * @param line what the login shell gets; every argument in it quoted by {@link Quoting}
 * @param stdin what the command reads, sent as UTF-8
 * @param sudo run it as root, with {@code sudo -n} unless the login user is root
 * @param timeout after which it is given up
 * @param outputLimit bytes of output kept of each stream; more is an error
 */
public record Command(String line, String stdin, boolean sudo, Duration timeout, int outputLimit) {

  /** A POSIX shell script as root: it travels on standard input, never on the command line. */
  public static Command rootScript(String script, Duration timeout) {
    return new Command("sh -s", script, true, timeout, 8 << 20);
  }
}
