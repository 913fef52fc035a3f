package dev.holdfast.lab.testing;

import dev.holdfast.lab.PackageManager;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class lab servers, as parameters of type {@code Lab}, {@code LabServer} (the
 * first) and {@code List<LabServer>}.
 *
 * <p>All tests of a JVM share one set of servers, {@code lab-1} to {@code lab-N}, removed at its
 * end: a test leaves its servers reachable and cleans up what another could trip over.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LabExtension.class)
public @interface LabTest {

  /** How many servers the tests of the class use. */
  int servers() default 1;

  /**
   * Whether they use servers with a Docker engine of their own, {@code docker-1} to {@code
   * docker-N}, in place of bare ones.
   */
  boolean docker() default false;

  /** Whether they use servers with Podman, {@code podman-1} to {@code podman-N}. */
  boolean podman() default false;

  /** What bare servers have in place of apt: {@code dnf-1} to {@code dnf-N} have dnf. */
  PackageManager manager() default PackageManager.APT;
}
