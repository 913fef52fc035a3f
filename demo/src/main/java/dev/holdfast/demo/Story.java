package dev.holdfast.demo;

import dev.holdfast.cli.Output;
import dev.holdfast.cli.Style;
import java.util.Arrays;

/** Tells the demo on standard error, for a person in 80 columns. */
final class Story {
  private final Output output;
  private int act;

  Story(Output output) {
    this.output = output;
  }

  /** A new act, with one or two sentences of why. */
  void act(String title, String... why) {
    act++;
    output.message("");
    output.message(style().bold(act + ". " + title));
    Arrays.stream(why).forEach(line -> output.message("   " + line));
    output.message("");
  }

  void say(String line) {
    output.message("   " + line);
  }

  /** Something that was checked and is so. */
  void shown(String line) {
    output.message("   " + style().good("✓") + " " + line);
  }

  /** Something that a person could type, too. */
  void command(String... arguments) {
    output.message("   " + style().dim("$ ./holdfast " + String.join(" ", arguments)));
  }

  private Style style() {
    return output.messageStyle();
  }
}
