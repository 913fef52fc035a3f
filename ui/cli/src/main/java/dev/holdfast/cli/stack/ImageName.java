package dev.holdfast.cli.stack;

import dev.holdfast.cli.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image as people write it, such as {@code registry:2.8.3}.
 *
 * @param registry its host, with a port where there is one
 * @param repository its name in the registry
 */
record ImageName(String registry, String repository, String tag) {
  private static final String HUB = "registry-1.docker.io";
  private static final Pattern FORM =
      Pattern.compile(
          "(?:([a-zA-Z0-9.-]+(?::[0-9]+)?)/)?([a-z0-9]+(?:[._/-]+[a-z0-9]+)*):([A-Za-z0-9_][A-Za-z0-9._-]*)");

  /**
   * Reads one with a tag.
   *
   * @throws Failure if it has none, or is no name of an image
   */
  static ImageName of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw Failure.usage(
          "'%s' is no image with a tag".formatted(text), "write it as registry:2.8.3");
    }
    String first = matcher.group(1);
    String rest = matcher.group(2);
    boolean host =
        first != null && (first.contains(".") || first.contains(":") || first.equals("localhost"));
    if (host && !first.equals("docker.io")) {
      return new ImageName(first, rest, matcher.group(3));
    }
    String path = first == null || host ? rest : first + "/" + rest;
    return new ImageName(HUB, path.contains("/") ? path : "library/" + path, matcher.group(3));
  }

  /** Where the registry says what the tag means; a registry on this machine has no TLS. */
  String manifest() {
    boolean local = registry.matches("(localhost|127\\.0\\.0\\.1)(:.*)?");
    return "%s://%s/v2/%s/manifests/%s"
        .formatted(local ? "http" : "https", registry, repository, tag);
  }
}
