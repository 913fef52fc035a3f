package dev.holdfast.activities.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.LabFixture;
import io.temporal.activity.ActivityInterface;
import io.temporal.testing.TestActivityEnvironment;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

public final class AtOnceTest {
  private static final List<String> SERVERS = List.of("web-1", "web-2", "web-3", "web-4");

  @ActivityInterface
  public interface Work {
    List<String> done(String fails);
  }

  /** Done on those that do not fail. */
  private final Set<String> done = ConcurrentHashMap.newKeySet();

  @Test
  void shouldDoTheSameForAll() {
    assertThat(work("none")).containsExactlyElementsOf(SERVERS);
  }

  @Test
  void shouldTellOfWhatOneThrewWhenAllHaveEnded() {
    assertThatThrownBy(() -> work("web-2")).rootCause().hasMessageContaining("no database");
    assertThat(done).containsExactlyInAnyOrder("web-1", "web-3", "web-4");
  }

  private List<String> work(String fails) {
    TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
    try {
      temporal.registerActivitiesImplementations((Work) this::doAll);
      return LabFixture.activities(temporal, Work.class).done(fails);
    } finally {
      temporal.close();
    }
  }

  private List<String> doAll(String fails) {
    AtOnce.each(
        "test",
        2,
        SERVERS,
        server -> {
          if (server.equals(fails)) {
            throw new IllegalStateException("no database");
          }
          done.add(server);
        });
    return done.stream().sorted().toList();
  }
}
