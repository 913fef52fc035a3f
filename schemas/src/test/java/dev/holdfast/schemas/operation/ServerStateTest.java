package dev.holdfast.schemas.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ServerStateTest {
  /** A row for each state, a column for each that may follow it, in the same order. */
  private static final String TABLE =
      """
                        Q P A R K  S U F I X  - C D
      queued            . x x x x  x x x x x  x x .
      planning          x . x x x  x x x x x  x x .
      awaiting-approval x . . x x  x x x x x  x x .
      running           . . x . x  x x x x x  . x .
      parked            x x . x .  x x x x x  x x .
      succeeded         . . . . .  . . . . .  . . x
      unchanged         . . . . .  . . . . .  . . .
      failed            . . . . .  x x . x x  . x .
      interrupted       . . . . .  . . . . .  . . .
      unreachable       . . . . .  . . . . .  . . .
      skipped           . . . . .  . . . . .  . . .
      cancelled         . . . . .  x x x x x  . . .
      undone            . . . . .  . . . . .  . . .
      """;

  @Test
  void shouldGoFromStateToStateAsTheTableSays() {
    String made =
        Stream.of(ServerState.values()).map(ServerStateTest::row).collect(Collectors.joining("\n"));

    assertThat(made)
        .isEqualTo(
            TABLE
                .lines()
                .skip(1)
                .map(line -> line.replaceAll(" +", " "))
                .collect(Collectors.joining("\n")));
  }

  private static String row(ServerState from) {
    return from.word()
        + Stream.of(ServerState.values())
            .map(to -> to != from && from.mayBecome(to) ? " x" : " .")
            .collect(Collectors.joining());
  }

  @Test
  void shouldLetPeopleSeeToServersOnWhichItHasFailed() {
    assertThat(ServerState.values())
        .filteredOn(ServerState::mayBeRetried)
        .containsExactly(ServerState.FAILED, ServerState.INTERRUPTED, ServerState.UNREACHABLE);
    assertThat(ServerState.values())
        .filteredOn(ServerState::mayBeSkipped)
        .containsExactly(
            ServerState.QUEUED,
            ServerState.PARKED,
            ServerState.FAILED,
            ServerState.INTERRUPTED,
            ServerState.UNREACHABLE);
  }

  @Test
  void shouldStayWhatItIs() {
    assertThat(ServerState.values()).allMatch(state -> state.mayBecome(state));
  }

  @Test
  void shouldBeReadFromItsWord() {
    assertThat(ServerState.values()).allMatch(state -> ServerState.of(state.word()) == state);
    assertThatThrownBy(() -> ServerState.of("paused")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldNotLeaveAnEndForWorkThatIsTold() {
    assertThat(ServerState.values())
        .filteredOn(ServerState::ended)
        .allMatch(ended ->
            Stream.of(ServerState.values())
                .filter(next -> !next.ended())
                .noneMatch(ended::mayBecome));
  }

  @Test
  void shouldAddUpToTheTotal() {
    Map<ServerState, Integer> counts = new EnumMap<>(ServerState.class);
    for (ServerState state : ServerState.values()) {
      counts.put(state, 1 << counts.size());
    }

    Progress progress = Progress.of(counts);

    assertThat(progress.total()).isEqualTo((1 << ServerState.values().length) - 1);
    assertThat(
            progress.queued()
                + progress.planning()
                + progress.awaitingApproval()
                + progress.running()
                + progress.parked()
                + progress.succeeded()
                + progress.unchanged()
                + progress.failed()
                + progress.interrupted()
                + progress.unreachable()
                + progress.skipped()
                + progress.cancelled()
                + progress.undone())
        .isEqualTo(progress.total());
  }
}
