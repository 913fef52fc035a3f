package dev.holdfast.schemas.change;

/**
 * A network of a stack.
 *
 * @param internal whether nothing outside it can be reached from it; otherwise it leads to the
 *     outside, and its containers do not reach each other
 */
public record ContainerNetworkResource(String name, String stack, boolean internal)
    implements Resource {
  @Override
  public String subject() {
    return "network:" + name;
  }
}
