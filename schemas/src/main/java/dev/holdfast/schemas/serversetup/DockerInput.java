package dev.holdfast.schemas.serversetup;

import dev.holdfast.schemas.change.DockerSettingsResource;
import java.util.Objects;

/**
 * Settings of the Docker engine; what JSON leaves out gets its default here.
 *
 * @param nofile how many files a container may have open, as its soft and its hard limit
 * @param logMaxSize of one file of what a container prints, such as {@code 10m}
 * @param logMaxFile how many of these files are kept
 * @param liveRestore whether containers keep running whenever the engine is restarted
 */
public record DockerInput(
    Integer nofile, String logMaxSize, Integer logMaxFile, Boolean liveRestore) {
  private static final int NOFILE = 64_000;
  private static final String LOG_MAX_SIZE = "10m";
  private static final int LOG_MAX_FILE = 3;

  public DockerInput {
    nofile = Objects.requireNonNullElse(nofile, NOFILE);
    logMaxSize = Objects.requireNonNullElse(logMaxSize, LOG_MAX_SIZE);
    logMaxFile = Objects.requireNonNullElse(logMaxFile, LOG_MAX_FILE);
    liveRestore = Objects.requireNonNullElse(liveRestore, true);
  }

  /** The same as the engine's file has it. */
  public DockerSettingsResource.Settings settings() {
    return new DockerSettingsResource.Settings(nofile, logMaxSize, logMaxFile, liveRestore);
  }
}
