package dev.holdfast.schemas.transfer;

import java.nio.charset.StandardCharsets;

/** What a path on a server must be like. */
public final class RemotePath {
  private static final int LONGEST = 4000;
  private static final int LONGEST_NAME = 255;

  private RemotePath() {}

  /**
   * The path, if it is absolute, names something, and can be sent in a line.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static String checked(String field, String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(field + ": '" + path + "' is not absolute");
    }
    if (path.indexOf('\0') >= 0 || path.indexOf('\n') >= 0) {
      throw new IllegalArgumentException(field + ": holds a NUL or a line break");
    }
    if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw new IllegalArgumentException(field + ": is longer than " + LONGEST + " bytes");
    }
    for (String name : path.substring(1).split("/", -1)) {
      if (name.equals(".") || name.equals("..")) {
        throw new IllegalArgumentException(field + ": '" + path + "' has . or .. in it");
      }
      if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
        throw new IllegalArgumentException(field + ": has a name longer than 255 bytes");
      }
    }
    return path;
  }

  /**
   * The path, if it is that of a file: it does not end in a slash.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static String file(String field, String path) {
    if (checked(field, path).endsWith("/")) {
      throw new IllegalArgumentException(
          field + ": '" + path + "' is a directory; name the file in it");
    }
    return path;
  }
}
