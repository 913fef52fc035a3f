package dev.holdfast.schemas.change;

import org.jspecify.annotations.Nullable;

/**
 * What is at a path.
 *
 * @param type {@code file}, {@code link}, {@code directory}, {@code other}, or {@code none}
 * @param owner its name, or its number where it has no name; empty where there is nothing
 * @param group its name, or its number where it has no name; empty where there is nothing
 * @param mode octal, without leading zeros; empty where there is nothing
 * @param target of a link; null for everything else
 * @param base64 the content of a file; null for everything else, and where it is too large to keep
 * @param through where the directory really is, if a symbolic link leads to it; null otherwise
 * @param above the nearest directory above it that is there
 */
public record FileFacts(
    String type,
    String owner,
    String group,
    String mode,
    int uid,
    int gid,
    @Nullable String target,
    @Nullable String base64,
    @Nullable String through,
    String above) {
  public boolean isFile() {
    return type.equals("file");
  }

  public boolean isLink() {
    return type.equals("link");
  }

  public boolean isNothing() {
    return type.equals("none");
  }
}
