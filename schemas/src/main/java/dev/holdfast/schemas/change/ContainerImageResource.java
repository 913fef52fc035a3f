package dev.holdfast.schemas.change;

/**
 * An image that a stack needs on a server.
 *
 * @param reference pinned by a digest, or a local image by its id
 */
public record ContainerImageResource(String reference, String stack) implements Resource {
  @Override
  public String subject() {
    return "image:" + reference;
  }
}
