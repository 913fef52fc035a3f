package dev.holdfast.schemas.change;

import dev.holdfast.schemas.change.DockerSettingsResource.ConfigFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a server, and the file with its settings.
 *
 * @param engine which there is
 * @param answers whether it runs and answers
 * @param type of what is at the file's path
 * @param file what is in it; null where there is none, or no file
 * @param flags what the engine was started with
 * @param unread whether the file was changed after the engine had read it
 * @param swarm whether the server is a node of a swarm
 * @param mostFiles how many open files what starts containers can give them at most; null where it
 *     does not run
 * @param running the containers that run
 */
public record DockerSettingsFacts(
    Engine engine,
    boolean answers,
    FileType type,
    @Nullable ConfigFile file,
    List<String> flags,
    boolean unread,
    boolean swarm,
    @Nullable Long mostFiles,
    List<Running> running) {
  /** The name of the fact. */
  public static final String NAME = "docker";

  public DockerSettingsFacts {
    flags = List.copyOf(flags);
    running = List.copyOf(running);
  }

  /** What runs containers on the server. */
  public enum Engine {
    /** Docker, as {@code docker.service}. */
    DOCKER,
    /** Docker, as a user who is not root. */
    ROOTLESS,
    /** Docker, started by something else than {@code docker.service}. */
    OTHER,
    PODMAN,
    NONE
  }

  /** What is at a path. */
  public enum FileType {
    NONE,
    FILE,
    LINK,
    /** A directory or a device. */
    OTHER,
    /** A file that is too large to be one of settings. */
    LARGE
  }

  /**
   * A container that runs.
   *
   * @param log how its log is kept: driver, {@code max-size} and {@code max-file}, with a blank
   *     between them
   */
  public record Running(String name, String log) {}
}
