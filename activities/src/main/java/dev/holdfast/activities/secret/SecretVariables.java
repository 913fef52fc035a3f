package dev.holdfast.activities.secret;

import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.ContainerResource;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.secret.SecretReference;
import dev.holdfast.schemas.step.Step;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keeps the values of secrets in variables of containers out of plans and ledgers: there they are
 * references with a version, which are revealed where a container is made. Thread-safe.
 */
public final class SecretVariables {
  private final SecretValues secrets;

  public SecretVariables(SecretValues secrets) {
    this.secrets = secrets;
  }

  /**
   * What is desired, with the versions that its references lead to now.
   *
   * @throws IllegalArgumentException if a reference is none
   * @throws io.temporal.failure.ApplicationFailure of type BAD_INPUT if there is no such secret
   */
  public Resource desired(Step step, Resource desired) {
    if (!(desired instanceof ContainerResource container)) {
      return desired;
    }
    SortedMap<String, String> references = new TreeMap<>(container.secrets());
    references.replaceAll((_, text) -> {
      SecretReference reference = SecretReference.of(text);
      return reference.at(secrets.read(step, reference).version()).toString();
    });
    return container.withSecrets(references);
  }

  /**
   * A change as it is to be made.
   *
   * @throws io.temporal.failure.ApplicationFailure of type BAD_INPUT if a secret is gone, or cannot
   *     be the value of a variable
   */
  public Change revealed(Step step, Change change) {
    return change.desired() instanceof ContainerResource container
        ? new Change(
            change.id(),
            change.action(),
            change.title(),
            change.diff(),
            change.risk(),
            change.before(),
            container.revealed(secrets.lastingVariables(step, container.secrets())))
        : change;
  }
}
