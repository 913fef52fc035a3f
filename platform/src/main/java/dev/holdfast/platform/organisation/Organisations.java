package dev.holdfast.platform.organisation;

/** The organisations that share the platform and see nothing of each other. */
public final class Organisations {
  /** The id of the one that everything belongs to that was there before there were others. */
  public static final String DEFAULT = "default";

  private Organisations() {}
}
