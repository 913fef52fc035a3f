package dev.holdfast.api.events;

import dev.holdfast.api.auth.EventParameters;
import dev.holdfast.api.problem.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * One address for two things: the documents of an operation that is named alone, and the events of
 * everything else, or after an id.
 */
@Component
final class EventsEndpoint implements WebSocketHandler, HandshakeInterceptor {
  private static final String CHOSEN = "chosen";

  private final OperationEvents documents;
  private final EventSubscriptions stream;

  EventsEndpoint(OperationEvents documents, EventSubscriptions stream) {
    this.documents = documents;
    this.stream = stream;
  }

  @Override
  public boolean beforeHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      Map<String, Object> attributes) {
    if (!(request instanceof ServletServerHttpRequest servlet)) {
      return false;
    }
    HttpServletRequest asked = servlet.getServletRequest();
    if (!EventParameters.askForStream(asked)) {
      attributes.put(CHOSEN, documents);
      return documents.beforeHandshake(request, response, handler, attributes);
    }
    try {
      stream.prepare(asked, attributes);
    } catch (ApiException e) {
      response.setStatusCode(HttpStatus.valueOf(e.problem().status()));
      return false;
    }
    attributes.put(CHOSEN, stream);
    return true;
  }

  @Override
  public void afterHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      @Nullable Exception failure) {}

  private static WebSocketHandler chosen(WebSocketSession session) {
    return (WebSocketHandler) Objects.requireNonNull(session.getAttributes().get(CHOSEN));
  }

  @Override
  public void afterConnectionEstablished(WebSocketSession session) throws Exception {
    chosen(session).afterConnectionEstablished(session);
  }

  @Override
  public void handleMessage(WebSocketSession session, WebSocketMessage<?> message)
      throws Exception {
    chosen(session).handleMessage(session, message);
  }

  @Override
  public void handleTransportError(WebSocketSession session, Throwable failure) throws Exception {
    chosen(session).handleTransportError(session, failure);
  }

  @Override
  public void afterConnectionClosed(WebSocketSession session, CloseStatus status) throws Exception {
    chosen(session).afterConnectionClosed(session, status);
  }

  @Override
  public boolean supportsPartialMessages() {
    return false;
  }
}
