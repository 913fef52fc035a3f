package dev.holdfast.api.notify;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Posts events as the API shows them, signed as Standard Webhooks says. Thread-safe. */
final class WebhookConnection implements SinkConnection {
  private final HttpSender sender;
  private final byte[] key;
  private final @Nullable String token;
  private final JsonMapper json;

  WebhookConnection(HttpSender sender, byte[] key, @Nullable String token, JsonMapper json) {
    this.sender = sender;
    this.key = key.clone();
    this.token = token;
    this.json = json;
  }

  @Override
  public void send(Message message) throws SendFailure {
    String body = json.writeValueAsString(message.event());
    long now = Instant.now().getEpochSecond();
    Map<String, String> headers = new HashMap<>();
    headers.put("webhook-id", message.id());
    headers.put("webhook-timestamp", Long.toString(now));
    headers.put("webhook-signature", WebhookSignature.of(key, message.id(), now, body));
    if (token != null) {
      headers.put("Authorization", "Bearer " + token);
    }
    sender.post(body, headers);
  }

  @Override
  public void close() {
    sender.close();
  }
}
