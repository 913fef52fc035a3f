package dev.holdfast.activities.transfer;

/** Hears of a transfer while it goes on, from any thread. */
public interface Attendance {

  /** Called every few seconds; throws to give the transfer up. */
  void alive();

  /** How many bytes of all are moved, at most once a second. */
  void moved(long bytes, long ofAll);
}
