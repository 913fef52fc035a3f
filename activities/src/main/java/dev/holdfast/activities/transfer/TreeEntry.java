package dev.holdfast.activities.transfer;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A file, directory or link below a directory.
 *
 * <p>Names stand here as their bytes read as ISO 8859-1: what is on a server need not be UTF-8.
 *
 * @param path below the directory
 * @param type as {@code find} names it: {@code f}, {@code d}, {@code l}, or another
 * @param mode permission bits
 * @param size in bytes; of files only
 * @param modifiedAt seconds since 1970
 * @param ids {@code UID:GID}; empty where it is only wanted
 * @param owner {@code USER:GROUP}; empty where it is only wanted
 * @param target where a link points to
 * @param sha256 of a file's content, where it is known
 */
record TreeEntry(
    String path,
    char type,
    int mode,
    long size,
    long modifiedAt,
    String ids,
    String owner,
    String target,
    @Nullable String sha256) {

  static String raw(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  static String shown(String raw) {
    return new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  boolean isFile() {
    return type == 'f';
  }

  boolean isDirectory() {
    return type == 'd';
  }

  boolean isLink() {
    return type == 'l';
  }

  /** The path of the directory it is in; empty at the top. */
  String parent() {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  String uid() {
    return ids.substring(0, ids.indexOf(':'));
  }

  TreeEntry with(String hash) {
    return new TreeEntry(path, type, mode, size, modifiedAt, ids, owner, target, hash);
  }
}
