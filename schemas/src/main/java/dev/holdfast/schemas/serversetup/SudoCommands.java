package dev.holdfast.schemas.serversetup;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refuses commands that allow more in sudoers(5) than their text seems to say. */
public final class SudoCommands {
  private static final String EVERYTHING = "; to allow everything, give a rule without commands";
  private static final Pattern STEPS = Pattern.compile("//|/\\.{1,2}(/|$)");

  /** Programs that start any other program; with arguments they do what these say. */
  private static final Set<String> LAUNCHERS =
      Set.of(
          "ash",
          "bash",
          "busybox",
          "csh",
          "dash",
          "fish",
          "ksh",
          "mksh",
          "rbash",
          "sh",
          "tcsh",
          "zsh",
          "awk",
          "gawk",
          "mawk",
          "nawk",
          "expect",
          "irb",
          "lua",
          "node",
          "nodejs",
          "perl",
          "php",
          "python",
          "ruby",
          "tclsh",
          "chroot",
          "doas",
          "env",
          "find",
          "flock",
          "gdb",
          "ionice",
          "machinectl",
          "nice",
          "nohup",
          "nsenter",
          "pkexec",
          "runuser",
          "screen",
          "script",
          "setarch",
          "setpriv",
          "setsid",
          "start-stop-daemon",
          "stdbuf",
          "strace",
          "su",
          "sudo",
          "systemd-run",
          "taskset",
          "time",
          "timeout",
          "tmux",
          "unshare",
          "watch",
          "xargs");

  /** Programs that start a shell at a key stroke, whatever their arguments are. */
  private static final Set<String> INTERACTIVE =
      Set.of(
          "ed",
          "emacs",
          "ex",
          "joe",
          "less",
          "man",
          "mcedit",
          "micro",
          "more",
          "most",
          "nano",
          "nvim",
          "pico",
          "pinfo",
          "rview",
          "rvim",
          "vi",
          "view",
          "vigr",
          "vim",
          "vim.basic",
          "vim.tiny",
          "vimdiff",
          "vipw",
          "visudo");

  private SudoCommands() {}

  /**
   * What is wrong with a command, as the end of a sentence, with what to do; null for a good one.
   */
  public static @Nullable String problem(String command) {
    int space = command.indexOf(' ');
    String path = space < 0 ? command : command.substring(0, space);
    String arguments = space < 0 ? "" : command.substring(space + 1);
    String program = path.substring(path.lastIndexOf('/') + 1);
    String plain = program.replaceFirst("[0-9.]+$", "");
    if (!path.startsWith("/")) {
      return "is not the absolute path of a program" + EVERYTHING;
    }
    if (path.endsWith("/")) {
      return "is a directory, and would allow every program in it; name the programs";
    }
    if (STEPS.matcher(path).find()) {
      return "has //, . or .. in its path; write the path that the program has";
    }
    if (command.indexOf('\\') >= 0) {
      return "has a backslash, which sudoers reads as the start of an escape; put the command"
          + " into a script, and allow that";
    }
    if (space >= 0 && !arguments.equals(arguments.strip().replaceAll(" {2,}", " "))) {
      return "has blanks that sudoers drops; write one between two arguments, and none at the end";
    }
    if (space >= 0 && arguments.isEmpty()) {
      return "ends in a blank, and would allow any arguments; write \"\" for no arguments";
    }
    if (plain.equals("sudoedit")) {
      return "lets its user edit as root, and takes no path in sudoers; allow a script that changes"
          + " what may be changed";
    }
    if (INTERACTIVE.contains(program) || INTERACTIVE.contains(plain)) {
      return "starts a shell at a key stroke, as root; allow a script that does what is needed"
          + EVERYTHING;
    }
    if (arguments.isEmpty() && (LAUNCHERS.contains(program) || LAUNCHERS.contains(plain))) {
      return "starts any program, as root; write its arguments" + EVERYTHING;
    }
    return othersMayWrite(path)
        ? "is in a directory that everybody can write to; move the program to /usr/local/bin"
        : null;
  }

  private static boolean othersMayWrite(String path) {
    return path.startsWith("/tmp/") || path.startsWith("/var/tmp/") || path.startsWith("/dev/");
  }

  /** What is wrong with a command for this user, whose own files the user may replace. */
  public static @Nullable String problem(@Nullable String user, String command) {
    return user != null && command.startsWith("/home/" + user + "/")
        ? "is a file that %s can replace with any other; move the program to /usr/local/bin"
            .formatted(user)
        : problem(command);
  }
}
