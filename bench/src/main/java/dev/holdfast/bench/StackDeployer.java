package dev.holdfast.bench;

/** One way to have the stack that is measured on all servers; closing it removes its files. */
interface StackDeployer extends AutoCloseable {

  /** As it stands in what is measured. */
  String name();

  /** Deploys a release; one that is there already is left as it is. */
  void deploy(String release) throws Exception;

  /** Goes back from a release to the one before it. */
  void rollBack(String before) throws Exception;

  /** Removes all of it, its volume included. */
  void remove() throws Exception;

  @Override
  default void close() {}
}
