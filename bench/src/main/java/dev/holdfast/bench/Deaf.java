package dev.holdfast.bench;

import dev.holdfast.activities.journal.Journal;

/** Hears nothing of what the journal tells. */
final class Deaf implements Journal.Listener {
  @Override
  public void alive() {}

  @Override
  public void output(boolean stderr, long offset, byte[] bytes) {}
}
