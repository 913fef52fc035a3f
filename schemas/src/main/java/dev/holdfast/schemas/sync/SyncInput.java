package dev.holdfast.schemas.sync;

import dev.holdfast.patterns.ExcludePattern;
import dev.holdfast.patterns.UnusableExclude;
import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.RunsCommands;
import dev.holdfast.schemas.operation.CheckedInput;
import dev.holdfast.schemas.transfer.RemotePath;
import dev.holdfast.schemas.transfer.UsesFiles;
import dev.holdfast.schemas.transfer.Via;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tree whose files are in the platform's store, and where it is to be.
 *
 * @param manifest the SHA-256 of a stored file of {@link SyncEntry}s, one JSON object a line
 * @param path the absolute path of the directory on the servers
 * @param delete remove what is there and not in the manifest
 * @param checksum compare by SHA-256, not by size and time
 * @param exclude patterns of what is neither sent nor removed, as of {@link ExcludePattern}
 * @param owner {@code USER[:GROUP]} of everything, which takes {@code sudo}; null keeps that of
 *     what is replaced
 * @param sudo write it as root
 * @param via how large files travel; null chooses
 */
public record SyncInput(
    String manifest,
    String path,
    boolean delete,
    boolean checksum,
    List<String> exclude,
    @Nullable String owner,
    boolean sudo,
    @Nullable Via via)
    implements UsesFiles, RunsCommands, CheckedInput {

  public SyncInput {
    RemotePath.file("path", path);
    exclude = exclude == null ? List.of() : List.copyOf(exclude);
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
    return List.of(manifest);
  }

  /** Patterns were not checked once, and would be taken for what they are not. */
  @Override
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < exclude.size(); i++) {
      String pattern = exclude.get(i);
      String field = "exclude[" + i + "]";
      try {
        var _ = new ExcludePattern(pattern);
      } catch (UnusableExclude e) {
        problems.add(new Problem(field, String.valueOf(e.getMessage())));
      }
      if (pattern.equals(path) || pattern.startsWith(path + "/")) {
        String below = pattern.substring(path.length());
        problems.add(
            new Problem(
                field,
                "the pattern '%s' begins with the directory, and a pattern is of what is below it; write %s"
                    .formatted(pattern, below.length() < 2 ? "*" : below)));
      }
    }
    return problems;
  }

  /** The policy knows it as the command {@code sync PATH}. */
  @Override
  public List<Invocation> invocations() {
    return List.of(new Invocation.Words(List.of("sync", path)));
  }

  @Override
  public boolean asRoot() {
    return sudo;
  }
}
