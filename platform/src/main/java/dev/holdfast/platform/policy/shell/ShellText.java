package dev.holdfast.platform.policy.shell;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a shell text was read into.
 *
 * @param commands every simple command in it, also those of functions and substitutions
 * @param written files that its output goes to
 * @param counted variables whose value is used in arithmetic
 * @param doubt why it cannot be read for certain; null if it can. Then the commands before that
 *     place are there.
 */
public record ShellText(
    List<SimpleCommand> commands,
    Set<String> written,
    Set<String> counted,
    @Nullable String doubt) {
  /** The most characters that are read. */
  public static final int LONGEST = 256 * 1024;

  public ShellText {
    commands = List.copyOf(commands);
    written = Set.copyOf(written);
    counted = Set.copyOf(counted);
  }

  /**
   * Reads a text in time linear in its length. What shells do not agree about is a doubt.
   *
   * @param text of {@code sh}, {@code dash}, {@code ash} or {@code bash}
   */
  public static ShellText read(String text) {
    ShellFindings findings = new ShellFindings();
    String doubt = null;
    try {
      Cursor.check(text);
      new Grammar(new Cursor(text), findings, 0).whole();
      findings.checkArithmetic();
    } catch (Unreadable e) {
      doubt = e.getMessage();
    }
    return new ShellText(findings.commands(), findings.written(), findings.counted(), doubt);
  }
}
