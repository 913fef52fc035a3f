package dev.holdfast.schemas.failure;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What whoever throws knows of a failure beyond its type and its message; the first of the details
 * of the Temporal ApplicationFailure that carries it.
 *
 * @param component where it arose; null for where failures of its type do
 * @param service the unit or the container that it is about
 * @param state what that is in, such as {@code failed}
 * @param step that has failed; null where the workflow knows it
 * @param rule that was not kept
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FailureOrigin(
    @Nullable Component component,
    @Nullable String service,
    @Nullable String state,
    @Nullable String step,
    @Nullable String rule) {

  /** Temporal keeps nothing of the failure of an attempt that is larger than 4 KiB. */
  private static final int LONGEST = 120;

  private static final int STATE = 40;

  public FailureOrigin {
    service = FailureData.cut(service, LONGEST);
    state = FailureData.cut(state, STATE);
    step = FailureData.cut(step, LONGEST);
    rule = FailureData.cut(rule, LONGEST);
  }

  /** One of which only that is known. */
  public static FailureOrigin of(Component component) {
    return new FailureOrigin(component, null, null, null, null);
  }

  /** About a unit of systemd. */
  public static FailureOrigin ofUnit(String unit, @Nullable String state) {
    return new FailureOrigin(Component.SYSTEMD, unit, state, null, null);
  }

  /** The same, in this step. */
  public FailureOrigin in(String where) {
    return new FailureOrigin(component, service, state, where, rule);
  }

  /** About a container. */
  public static FailureOrigin ofContainer(String container, @Nullable String state) {
    return new FailureOrigin(Component.DOCKER, container, state, null, null);
  }

  /** A rule was not kept. */
  public static FailureOrigin ofRule(Component component, @Nullable String rule) {
    return new FailureOrigin(component, null, null, null, rule);
  }

  /** A step has failed. */
  public static FailureOrigin ofStep(@Nullable String step) {
    return new FailureOrigin(null, null, null, step, null);
  }
}
