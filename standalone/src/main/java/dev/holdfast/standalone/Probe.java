package dev.holdfast.standalone;

/** Asks a part whether it does its work, by using it; throws with the reason if not. */
@FunctionalInterface
interface Probe {
  void check() throws Exception;
}
