package dev.holdfast.schemas.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanDifferenceTest {
  @Test
  void shouldNameTheChangesThatAreNotTheSameInBoth() {
    Plan one = plan(group(0, change("a", "x"), change("b", "x"), change("c", "x")));
    Plan other = plan(group(0, change("c", "x"), change("b", "y"), change("d", "x")));

    PlanDifference difference = PlanDifference.of(one, other);

    assertThat(difference.changes()).containsExactlyInAnyOrder("a", "b", "d");
    assertThat(difference.access()).isFalse();
  }

  @Test
  void shouldTakeTheSameChangesInOtherGroupsForTheSameUnlessTheyAreConfirmedOtherwise() {
    Plan together = plan(group(0, change("a", "x"), change("b", "x")));
    Plan apart = plan(group(0, change("a", "x")), group(0, change("b", "x")));
    Plan guarded = plan(group(0, change("a", "x")), group(60, change("b", "x")));

    assertThat(PlanDifference.of(together, apart).changes()).isEmpty();
    assertThat(PlanDifference.of(together, guarded).changes()).containsExactly("b");
  }

  @Test
  void shouldSayWhereSomethingBecomesLessStrictInOneOfThem() {
    Plan.Group same = group(0, change("a", "x"));
    Plan strict = Plan.of("web-1", List.of(same), 0, List.of());
    Plan loose =
        Plan.of("web-1", List.of(same), 0, List.of(), null, List.of("PermitRootLogin yes"));

    assertThat(PlanDifference.of(strict, loose).access()).isTrue();
    assertThat(PlanDifference.of(loose, loose).access()).isFalse();
  }

  private static Plan plan(Plan.Group... groups) {
    return Plan.of("web-1", Arrays.asList(groups), 0, List.of());
  }

  private static Plan.Group group(int confirmWithinSeconds, Change... changes) {
    return new Plan.Group("key", "Title", confirmWithinSeconds, Arrays.asList(changes));
  }

  private static Change change(String id, String title) {
    return new Change(
        id,
        Change.Action.CREATE,
        title,
        "",
        Change.Risk.LOW,
        null,
        new Resource.Group(id, null, false));
  }
}
