package dev.holdfast.workflows.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.containers.quarantine.AtExpiry;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Observed;
import dev.holdfast.schemas.containers.quarantine.QuarantineInput;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuarantinePlanTest {

  @Test
  void shouldTakeAContainerOffItsNetworks() {
    assertThat(plan(container("shop", true, false, "other", "shop"), true))
        .containsExactly(
            "it is taken off other, shop and onto quarantine_net",
            "it is frozen; where that fails, it is stopped");
    assertThat(plan(container("shop", false, false, "shop"), true))
        .containsExactly("it is taken off shop and onto quarantine_net");
  }

  @Test
  void shouldStopWhatHasANetworkThatIsNotItsOwn() {
    assertThat(plan(container("host", true, false, "host"), true))
        .containsExactly("it has the network of the server: it is stopped");
    assertThat(plan(container("container:abc", true, true), false))
        .containsExactly(
            "it has the network of another container: it is frozen, since it would be removed when it is stopped");
    assertThat(plan(container("host", false, false, "host"), false))
        .containsExactly("it has the network of the server: it stays stopped");
  }

  @Test
  void shouldNameThoseThatAreIsolatedWithIt() {
    Observed container =
        new Observed(
            "web", "id", true, false, false, "none", List.of("none"), List.of("side"), null, false);

    assertThat(plan(container, false))
        .containsExactly(
            "it stays without a network", "these have its network and are isolated with it: side");
  }

  private static List<String> plan(Observed container, boolean freeze) {
    return QuarantinePlan.of(
        container, new QuarantineInput("web", "odd", 60L, AtExpiry.RELEASE, freeze));
  }

  private static Observed container(
      String mode, boolean running, boolean removedAtStop, String... networks) {
    return new Observed(
        "web",
        "id",
        running,
        false,
        removedAtStop,
        mode,
        List.of(networks),
        List.of(),
        null,
        false);
  }
}
