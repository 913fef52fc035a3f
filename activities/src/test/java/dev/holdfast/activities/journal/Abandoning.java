package dev.holdfast.activities.journal;

import dev.holdfast.activities.journal.Journal.Listener;

/** A caller that dies as soon as it hears something. */
final class Abandoning implements Listener {

  @Override
  public void alive() {}

  @Override
  public void output(boolean stderr, long offset, byte[] bytes) {
    throw new Abandoned();
  }

  static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
