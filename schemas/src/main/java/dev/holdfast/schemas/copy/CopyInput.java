package dev.holdfast.schemas.copy;

import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.RunsCommands;
import dev.holdfast.schemas.transfer.RemotePath;
import dev.holdfast.schemas.transfer.UsesFiles;
import dev.holdfast.schemas.transfer.Via;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file of the platform's store, and where it is to be.
 *
 * @param file its SHA-256, 64 hexadecimal digits
 * @param path the absolute path on the servers
 * @param mode permissions in octal; null keeps those of what is replaced
 * @param owner {@code USER[:GROUP]}, which takes {@code sudo}; null keeps that of what is replaced
 * @param newMode permissions where there was nothing before, and {@code mode} is null
 * @param sudo write it as root
 * @param via how; null chooses
 */
public record CopyInput(
    String file,
    String path,
    @Nullable String mode,
    @Nullable String owner,
    String newMode,
    boolean sudo,
    @Nullable Via via)
    implements UsesFiles, RunsCommands {

  public CopyInput {
    RemotePath.file("path", path);
    newMode = Objects.requireNonNullElse(newMode, "0644");
    if (owner != null && !sudo) {
      throw new IllegalArgumentException("owner: only root can give files away; set sudo, too");
    }
    if (sudo && via != null && via != Via.STREAM) {
      throw new IllegalArgumentException(
          "via: " + via.word() + " cannot write as root; leave it out, or take stream");
    }
  }

  @Override
  public List<String> storedFiles() {
    return List.of(file);
  }

  /** The policy knows it as the command {@code copy PATH}. */
  @Override
  public List<Invocation> invocations() {
    return List.of(new Invocation.Words(List.of("copy", path)));
  }

  @Override
  public boolean asRoot() {
    return sudo;
  }
}
