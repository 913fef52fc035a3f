package dev.holdfast.api.events;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.auth.Callers;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.event.EventFilter;
import dev.holdfast.platform.event.Events;
import dev.holdfast.platform.event.StoredEvent;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.websocket.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends events to whoever follows them, from the id that the client names on. Each client takes
 * them at its own pace: one that reads slowly falls behind alone, one that reads nothing for some
 * seconds is disconnected, and both go on where they were.
 */
@Component
final class EventSubscriptions extends TextWebSocketHandler {
  private static final Logger LOG = LoggerFactory.getLogger(EventSubscriptions.class);
  private static final String REQUEST = "event-request";
  private static final String PERMISSION = "events:read";
  private static final String SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";
  private static final Duration LONGEST_SEND = Duration.ofSeconds(5);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(20);
  private static final Duration BETWEEN = Duration.ofMillis(20);
  private static final int REST = 5;
  private static final int AT_ONCE = 500;

  private final Callers callers;
  private final CallerAccess access;
  private final ChangeFeed feed;
  private final Events events;
  private final RecentEvents recent;
  private final VisibleEvents visible;
  private final JsonMapper json;
  private final Map<String, Watch> watches = new ConcurrentHashMap<>();

  EventSubscriptions(
      Callers callers,
      CallerAccess access,
      ChangeFeed feed,
      Events events,
      RecentEvents recent,
      VisibleEvents visible,
      JsonMapper json) {
    this.callers = callers;
    this.access = access;
    this.feed = feed;
    this.events = events;
    this.recent = recent;
    this.visible = visible;
    this.json = json;
  }

  private record Request(Caller caller, EventFilter filter, long after) {}

  private record Watch(Runnable changed, Thread thread) {}

  /** The threads that send, one for each client that follows. */
  List<Thread> followers() {
    return watches.values().stream().map(Watch::thread).toList();
  }

  /**
   * Reads what a client asks for.
   *
   * @throws ApiException if that cannot be read
   */
  void prepare(HttpServletRequest request, Map<String, Object> attributes) {
    if (!(request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller)) {
      throw new IllegalStateException("Nobody follows events who is not known");
    }
    EventFilter filter =
        EventsController.filter(
            caller,
            request.getParameter("kind"),
            request.getParameter("operation"),
            request.getParameter("server"));
    String after = request.getParameter("after");
    attributes.put(
        REQUEST,
        new Request(
            caller,
            filter,
            EventsController.after(events, after == null ? EventsController.NOW : after)));
  }

  @Override
  public void afterConnectionEstablished(WebSocketSession session) {
    var request = (Request) Objects.requireNonNull(session.getAttributes().get(REQUEST));
    if (session instanceof NativeWebSocketSession wrapped) {
      Session tomcat = wrapped.getNativeSession(Session.class);
      if (tomcat != null) {
        tomcat.getUserProperties().put(SEND_TIMEOUT, LONGEST_SEND.toMillis());
      }
    }
    var changed = new Semaphore(1);
    Runnable release = changed::release;
    Thread thread =
        Thread.ofVirtual()
            .name("event-stream-" + session.getId())
            .unstarted(() -> push(session, request, changed));
    watches.put(session.getId(), new Watch(release, thread));
    feed.onEvents(release);
    thread.start();
  }

  @Override
  public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
    Watch watch = watches.remove(session.getId());
    if (watch != null) {
      feed.noMoreOnEvents(watch.changed());
      watch.thread().interrupt();
    }
  }

  private void push(WebSocketSession session, Request request, Semaphore changed) {
    long last = request.after();
    try {
      while (session.isOpen()) {
        changed.drainPermits();
        long began = System.nanoTime();
        List<StoredEvent> next = recent.after(last, AT_ONCE);
        if (!next.isEmpty()) {
          Caller caller = callers.now(request.caller()).orElse(null);
          if (caller == null || !mayRead(caller)) {
            session.close(CloseStatus.POLICY_VIOLATION);
            return;
          }
          last = next.getLast().id();
          send(session, caller, request.filter(), next);
          long took = System.nanoTime() - began;
          Thread.sleep(Duration.ofNanos(Math.max(BETWEEN.toNanos(), REST * took)));
        } else if (!changed.tryAcquire(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS)) {
          session.sendMessage(new PingMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      LOG.debug("A stream of events ends: {}", e.toString());
      closeBroken(session);
    }
  }

  private boolean mayRead(Caller caller) {
    try {
      access.require(caller, PERMISSION);
      return true;
    } catch (ApiException e) {
      return false;
    }
  }

  private void send(
      WebSocketSession session, Caller caller, EventFilter filter, List<StoredEvent> next)
      throws IOException {
    List<StoredEvent> wanted = next.stream().filter(filter::matches).toList();
    List<EventDocument> items = visible.of(caller, wanted).stream().map(EventDocument::of).toList();
    if (!items.isEmpty()) {
      var page = new EventPage(items, next.getLast().id(), next.size() == AT_ONCE);
      session.sendMessage(new TextMessage(json.writeValueAsString(page)));
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
