package dev.holdfast.demo.lab;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine;

/** How one command line ended, and what it said. */
record CommandRun(int exitCode, String stdout, String stderr) {

  static CommandRun of(Path home, Supplier<ServerRegistry> registry, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new LabCommand(home, registry))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }
}
