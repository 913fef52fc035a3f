package dev.holdfast.schemas.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the server's Docker engine, which are in one file.
 *
 * @param settings what is asked for; null where the file is to be what it was once
 * @param file the file; null where there is none, or where it is not known yet
 * @param from what the file is made from, so that the engine can be led from one to the other; null
 *     unless it is to be changed
 */
public record DockerSettingsResource(
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Settings settings,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ConfigFile file,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable From from)
    implements Resource {
  /** Where the engine reads its settings. */
  public static final String PATH = "/etc/docker/daemon.json";

  /**
   * @param nofile the soft and the hard limit of open files of each container
   * @param logMaxSize of one file of a container's log, as {@code max-size} has it
   * @param logMaxFile how many of them are kept
   * @param liveRestore whether containers outlive the engine
   */
  public record Settings(int nofile, String logMaxSize, int logMaxFile, boolean liveRestore) {}

  /**
   * @param owner as {@code user:group}
   * @param mode octal, without leading zeros
   */
  public record ConfigFile(String base64, String owner, String mode) {}

  /** What was there before; null in it where there was none. */
  public record From(@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ConfigFile file) {}

  @Override
  public String subject() {
    return "docker-settings";
  }
}
