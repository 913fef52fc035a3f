package dev.holdfast.bench;

import java.util.List;
import java.util.stream.Stream;

/** The stack from nothing, again, a release further, back, and gone, in each way by turns. */
final class StacksBench {
  /** How often what is there already is deployed again in each round. */
  private static final int AGAIN = 3;

  private static final String FIRST = "1";
  private static final String SECOND = "2";

  private final HoldfastStack holdfast;
  private final List<StackDeployer> all;
  private final int rounds;
  private final Measured results = new Measured();

  StacksBench(HoldfastStack holdfast, List<StackDeployer> baselines, int rounds) {
    this.holdfast = holdfast;
    this.all = Stream.concat(Stream.of(holdfast), baselines.stream()).toList();
    this.rounds = rounds;
  }

  Measured run() throws Exception {
    for (int i = 0; i < rounds; i++) {
      for (StackDeployer way : all) {
        round(way);
      }
    }
    return results;
  }

  private void round(StackDeployer way) throws Exception {
    timed("deploy", way, () -> way.deploy(FIRST));
    for (int i = 0; i < AGAIN; i++) {
      timed("again", way, () -> way.deploy(FIRST));
    }
    timed("release", way, () -> way.deploy(SECOND));
    timed("rollback", way, () -> way.rollBack(FIRST));
    way.remove();
  }

  private void timed(String what, StackDeployer way, Samples.Work work) throws Exception {
    results.of(what + " " + way.name()).time(work);
    if (way == holdfast) {
      results.of(what + " operation").add(holdfast.operation().toNanos());
    }
  }
}
