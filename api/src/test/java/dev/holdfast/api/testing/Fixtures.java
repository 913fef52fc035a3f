package dev.holdfast.api.testing;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.platform.identity.Identity;
import dev.holdfast.platform.identity.Subject;
import dev.holdfast.platform.identity.TokenKind;
import java.net.http.WebSocket;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What tests need again and again. */
public final class Fixtures {
  public static final String HOST_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

  private Fixtures() {}

  /** A fresh private key in PEM. */
  public static String privateKey() {
    try {
      byte[] key =
          KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder().encodeToString(key)
          + "\n-----END PRIVATE KEY-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Somebody of the default organisation to whom nothing is granted. */
  public static Caller caller(String name) {
    return new Caller(
        new Identity(name, "default", false, TokenKind.CLI, "", null, null),
        new Subject(name, "default", List.of()),
        "127.0.0.1");
  }

  /** A server as it is registered, with its host key known. */
  public static Map<String, Object> server(String name) {
    Map<String, Object> server = new HashMap<>();
    server.put("name", name);
    server.put("address", "192.0.2.1");
    server.put("user", "admin");
    server.put("key", privateKey());
    server.put("hostKeys", new String[] {HOST_KEY});
    server.put("labels", Map.of("test", name));
    return server;
  }

  /** What an operation's WebSocket says, until the first document that is waited for. */
  public static JsonNode await(Http http, String operation, Predicate<JsonNode> condition) {
    var events = new Events();
    WebSocket socket = http.listen("/ws/v1/events?operation=" + operation, events);
    try {
      while (true) {
        JsonNode next = events.next();
        if (condition.test(next)) {
          return next;
        }
      }
    } finally {
      socket.abort();
    }
  }

  /** Waits until the operation is in this state. */
  public static JsonNode awaitState(Http http, String operation, String state) {
    return await(http, operation, document -> document.path("state").asString().equals(state));
  }

  /** The messages of a WebSocket, in order. */
  public static final class Events implements WebSocket.Listener {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CLOSED = "closed";

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();

    /** The next document; fails if none comes within ten seconds or the socket was closed. */
    public JsonNode next() {
      String message = poll();
      if (message.equals(CLOSED)) {
        throw new AssertionError("the socket was closed");
      }
      return JSON.readTree(message);
    }

    /** Whether the other side closes now, without another message. */
    public boolean closes() {
      return poll().equals(CLOSED);
    }

    private String poll() {
      try {
        String message = messages.poll(10, TimeUnit.SECONDS);
        if (message == null) {
          throw new AssertionError("no message within 10 s");
        }
        return message;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        messages.add(partial.toString());
        partial.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      messages.add(CLOSED);
      return null;
    }
  }
}
