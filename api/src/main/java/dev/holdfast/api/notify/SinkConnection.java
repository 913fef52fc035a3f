package dev.holdfast.api.notify;

/** Sends messages to one sink; thread-safe if {@link SinkType#lanes} is more than one. */
interface SinkConnection extends AutoCloseable {

  /**
   * Returns when the receiver has the message.
   *
   * @throws SendFailure if that is not known
   */
  void send(Message message) throws SendFailure, InterruptedException;

  @Override
  void close();
}
