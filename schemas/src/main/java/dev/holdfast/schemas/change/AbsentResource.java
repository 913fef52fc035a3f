package dev.holdfast.schemas.change;

/**
 * Something that is to be gone.
 *
 * @param there as it is
 */
public record AbsentResource(Resource there) implements Resource {
  @Override
  public String subject() {
    return there.subject();
  }
}
