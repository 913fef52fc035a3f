package dev.holdfast.cli.commands;

/** Starts the command without the platform's own commands, for machines that only talk to one. */
public final class Holdfast {
  private Holdfast() {}

  public static void main(String[] args) {
    System.exit(NeededCommands.of(AllCommands::commandLine, args).execute(args));
  }
}
