package dev.holdfast.standalone.process;

/** Asks a part whether it does its work, by using it; throws with the reason if not. */
@FunctionalInterface
public interface Probe {
  void check() throws Exception;
}
