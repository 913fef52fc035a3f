package dev.holdfast.schemas.fetch;

import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.RunsCommands;
import dev.holdfast.schemas.transfer.RemotePath;
import dev.holdfast.schemas.transfer.Via;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file or directory on servers that is to be in the platform's store.
 *
 * @param path its absolute path; a directory's ends in a slash, and policies see it so
 * @param sudo read it as root
 * @param via how; null chooses
 */
public record FetchInput(String path, boolean sudo, @Nullable Via via) implements RunsCommands {

  public FetchInput {
    RemotePath.checked("path", path);
    if (path.endsWith("//") || path.equals("/")) {
      throw new IllegalArgumentException(
          "path: '" + path + "' is no one directory; name those that are wanted");
    }
    if (path.endsWith("/") && via != null && via != Via.STREAM) {
      throw new IllegalArgumentException(
          "via: " + via.word() + " cannot bring a directory; leave it out, or take stream");
    }
    if (sudo && via != null && via != Via.STREAM) {
      throw new IllegalArgumentException(
          "via: " + via.word() + " cannot read as root; leave it out, or take stream");
    }
  }

  /** Whether a whole directory is wanted. */
  public boolean directory() {
    return path.endsWith("/");
  }

  /** The policy knows it as the command {@code fetch PATH}. */
  @Override
  public List<Invocation> invocations() {
    return List.of(new Invocation.Words(List.of("fetch", path)));
  }

  @Override
  public boolean asRoot() {
    return sudo;
  }
}
