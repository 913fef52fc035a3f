package dev.holdfast.api.events;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;

/** Where the events are; browsers may listen from our own pages only. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class EventsConfiguration implements WebSocketConfigurer {
  private final EventsEndpoint events;

  EventsConfiguration(EventsEndpoint events) {
    this.events = events;
  }

  @Override
  public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
    registry.addHandler(events, "/ws/v1/events").addInterceptors(events);
  }
}
