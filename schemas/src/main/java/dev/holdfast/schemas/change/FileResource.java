package dev.holdfast.schemas.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file or a symbolic link, or that there is neither.
 *
 * @param base64 the whole content of a file; null for everything else, and where it is hidden
 * @param target of a link; null for everything else
 * @param owner name or number; null where it stays, or is root
 * @param group name or number; null where it stays, or is root
 * @param mode octal, without leading zeros; null where it stays, or is 644
 * @param expected what the path held when the change was planned, in one line; null before that
 * @param attributesKept whether its extended attributes and its access control list were kept on
 *     the server when it was removed
 * @param hidden the content where it holds secrets; null where it holds none
 * @param stored the SHA-256 of the file in the platform's store that is the content, while that was
 *     not read; else null
 */
public record FileResource(
    String path,
    Type type,
    @Nullable String base64,
    @Nullable String target,
    @Nullable String owner,
    @Nullable String group,
    @Nullable String mode,
    @Nullable String expected,
    boolean attributesKept,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable HiddenContent hidden,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String stored)
    implements Resource {

  /** What is at a path. */
  public enum Type {
    FILE,
    LINK,
    ABSENT
  }

  /** One whose content is not hidden. */
  public FileResource(
      String path,
      Type type,
      @Nullable String base64,
      @Nullable String target,
      @Nullable String owner,
      @Nullable String group,
      @Nullable String mode,
      @Nullable String expected,
      boolean attributesKept) {
    this(path, type, base64, target, owner, group, mode, expected, attributesKept, null, null);
  }

  /** A file whose content is this file of the platform's store. */
  public static FileResource stored(
      String path,
      String sha256,
      @Nullable String owner,
      @Nullable String group,
      @Nullable String mode) {
    return new FileResource(
        path, Type.FILE, null, null, owner, group, digits(mode), null, false, null, sha256);
  }

  /** A file with this text. */
  public static FileResource file(
      String path,
      String text,
      @Nullable String owner,
      @Nullable String group,
      @Nullable String mode) {
    String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return new FileResource(path, Type.FILE, base64, null, owner, group, digits(mode), null, false);
  }

  /**
   * A file that is made of these parts.
   *
   * @param parts by turns a text and a reference to a secret, with a text at both ends
   */
  public static FileResource file(
      String path,
      List<String> parts,
      @Nullable String owner,
      @Nullable String group,
      @Nullable String mode) {
    return parts.size() == 1
        ? file(path, parts.getFirst(), owner, group, mode)
        : new FileResource(
            path,
            Type.FILE,
            null,
            null,
            owner,
            group,
            digits(mode),
            null,
            false,
            HiddenContent.of(parts),
            null);
  }

  private static @Nullable String digits(@Nullable String mode) {
    return mode == null ? null : mode.replaceFirst("^0+(?=.)", "");
  }

  /** A symbolic link. */
  public static FileResource link(
      String path, String target, @Nullable String owner, @Nullable String group) {
    return new FileResource(path, Type.LINK, null, target, owner, group, null, null, false);
  }

  /** Nothing at this path. */
  public static FileResource absent(String path) {
    return new FileResource(path, Type.ABSENT, null, null, null, null, null, null, false);
  }

  /** The content of a file. */
  public byte[] content() {
    return Base64.getDecoder().decode(Objects.requireNonNull(base64, path));
  }

  /** The same, which takes the place of what is described so. */
  public FileResource expecting(String there) {
    return new FileResource(
        path, type, base64, target, owner, group, mode, there, attributesKept, hidden, stored);
  }

  /** The same with a content that can be seen, or that cannot, or both. */
  public FileResource with(@Nullable String content, @Nullable HiddenContent hidden) {
    return new FileResource(
        path, type, content, target, owner, group, mode, expected, attributesKept, hidden, null);
  }

  @Override
  public String subject() {
    return "file:" + path;
  }
}
