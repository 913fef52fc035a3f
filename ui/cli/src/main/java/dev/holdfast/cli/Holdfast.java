package dev.holdfast.cli;

/** Starts the command without the platform's own commands, for machines that only talk to one. */
public final class Holdfast {
  private Holdfast() {}

  public static void main(String[] args) {
    System.exit(NeededCommands.of(HoldfastCommand::commandLine, args).execute(args));
  }
}
