package dev.holdfast.schemas.change;

/** A volume of the engine that a stack keeps its data in. */
public record ContainerVolumeResource(String name, String stack) implements Resource {
  @Override
  public String subject() {
    return "volume:" + name;
  }
}
