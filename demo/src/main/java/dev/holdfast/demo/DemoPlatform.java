package dev.holdfast.demo;

import java.io.IOException;
import java.nio.file.Path;

/** The platform of this machine, as far as the demo plays with it. */
public interface DemoPlatform {

  /** Where the platform keeps its data. */
  Path home();

  /** Whether it is running. */
  boolean running();

  /** Runs a command of {@code ./holdfast} as a person would and returns its exit code. */
  int command(String... arguments);

  /** Starts a worker process and returns it when it polls for work. */
  ProcessHandle startWorker() throws IOException, InterruptedException;
}
