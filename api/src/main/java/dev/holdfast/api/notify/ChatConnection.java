package dev.holdfast.api.notify;

import java.util.Map;
import java.util.function.Function;

/** Posts events to a chat, in the JSON that it takes. Thread-safe. */
final class ChatConnection implements SinkConnection {
  private final HttpSender sender;
  private final Function<Message, String> form;

  ChatConnection(HttpSender sender, Function<Message, String> form) {
    this.sender = sender;
    this.form = form;
  }

  @Override
  public void send(Message message) throws SendFailure {
    sender.post(form.apply(message), Map.of());
  }

  @Override
  public void close() {
    sender.close();
  }
}
