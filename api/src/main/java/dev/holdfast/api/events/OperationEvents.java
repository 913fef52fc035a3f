package dev.holdfast.api.events;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.auth.Callers;
import dev.holdfast.api.operations.OperationDocument;
import dev.holdfast.api.operations.OperationDocuments;
import dev.holdfast.api.problem.ApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pushes an operation's document whenever it has changed; the last one is the one it ended with,
 * and then the connection is closed. What takes long to read and send is pushed less often, so that
 * many watchers of a large operation do not slow it down.
 */
@Component
final class OperationEvents extends TextWebSocketHandler implements HandshakeInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(OperationEvents.class);
  private static final String OPERATION = "operation";
  private static final String READ = "operations:read";
  private static final Duration BETWEEN = Duration.ofMillis(20);
  private static final int REST = 5;
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(20);

  private final Callers callers;
  private final CallerAccess access;
  private final ChangeFeed feed;
  private final OperationDocuments documents;
  private final JsonMapper json;
  private final Map<String, Watch> watches = new ConcurrentHashMap<>();

  OperationEvents(
      Callers callers,
      CallerAccess access,
      ChangeFeed feed,
      OperationDocuments documents,
      JsonMapper json) {
    this.callers = callers;
    this.access = access;
    this.feed = feed;
    this.documents = documents;
    this.json = json;
  }

  private record Watch(ChangeFeed.Listener listener, Thread thread) {}

  @Override
  public boolean beforeHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      Map<String, Object> attributes) {
    // The one value that was authorized; read in the same way, so that no spelling names another.
    if (!(request instanceof ServletServerHttpRequest servlet)) {
      return false;
    }
    String operation = servlet.getServletRequest().getParameter(OPERATION);
    if (operation == null) {
      response.setStatusCode(HttpStatus.BAD_REQUEST);
      return false;
    }
    try {
      documents.get(operation);
    } catch (ApiException e) {
      response.setStatusCode(HttpStatus.valueOf(e.problem().status()));
      return false;
    }
    attributes.put(OPERATION, operation);
    attributes.put(Caller.ATTRIBUTE, servlet.getServletRequest().getAttribute(Caller.ATTRIBUTE));
    return true;
  }

  @Override
  public void afterHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      @Nullable Exception failure) {}

  @Override
  public void afterConnectionEstablished(WebSocketSession session) {
    String operation = String.valueOf(session.getAttributes().get(OPERATION));
    var changed = new Semaphore(1);
    var listener = new ChangeFeed.Listener(operation, changed::release);
    Thread thread =
        Thread.ofVirtual()
            .name("events-" + operation)
            .unstarted(() -> push(session, operation, changed));
    watches.put(session.getId(), new Watch(listener, thread));
    feed.add(listener);
    thread.start();
  }

  @Override
  public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
    Watch watch = watches.remove(session.getId());
    if (watch != null) {
      feed.remove(watch.listener());
      watch.thread().interrupt();
    }
  }

  /** Whoever may no longer read it, hears no more of it. */
  private boolean mayStillRead(WebSocketSession session, String operation) {
    return session.getAttributes().get(Caller.ATTRIBUTE) instanceof Caller before
        && callers
            .now(before)
            .filter(now -> access.toOperations(now, READ, List.of(operation)).test(operation))
            .isPresent();
  }

  private void push(WebSocketSession session, String operation, Semaphore changed) {
    String last = "";
    try {
      while (session.isOpen()) {
        if (!changed.tryAcquire(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS)) {
          session.sendMessage(new PingMessage());
        }
        changed.drainPermits();
        long began = System.nanoTime();
        if (!mayStillRead(session, operation)) {
          session.close(CloseStatus.POLICY_VIOLATION);
          return;
        }
        OperationDocument document = documents.get(operation);
        String now = json.writeValueAsString(document);
        if (!now.equals(last)) {
          session.sendMessage(new TextMessage(now));
          last = now;
        }
        if (document.state().ended()) {
          session.close(CloseStatus.NORMAL);
          return;
        }
        long took = System.nanoTime() - began;
        Thread.sleep(Duration.ofNanos(Math.max(BETWEEN.toNanos(), REST * took)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      LOG.debug("The events of {} end: {}", operation, e.toString());
      closeBroken(session);
    }
  }

  private static void closeBroken(WebSocketSession session) {
    try {
      session.close(CloseStatus.SERVER_ERROR);
    } catch (IOException e) {
      LOG.debug("It was closed already", e);
    }
  }
}
