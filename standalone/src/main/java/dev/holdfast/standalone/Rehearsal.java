package dev.holdfast.standalone;

import java.util.List;

/**
 * Runs several command lines in one JVM, one for each argument, whatever comes of them. The
 * launcher does so once, to make the command's AOT cache of what most commands need.
 */
final class Rehearsal {
  private Rehearsal() {}

  public static void main(String[] lines) {
    for (String line : List.of(lines)) {
      String[] arguments = line.split(" ");
      int _ = Main.commandLine(arguments).execute(arguments);
    }
    System.exit(0);
  }
}
