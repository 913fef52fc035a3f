package dev.holdfast.api.notify;

import dev.holdfast.api.events.EventDocument;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Events in the JSON that chats take; nothing in an event becomes a link or calls somebody. */
@Component
final class ChatForms {
  private static final int LONGEST = 2_900;

  private final EventText text;
  private final JsonMapper json;

  ChatForms(EventText text, JsonMapper json) {
    this.text = text;
    this.json = json;
  }

  /** A message of Slack: text for notifications, and a section with all of it. */
  String slack(Message message) {
    EventDocument event = message.event();
    var section = new StringBuilder("*" + slackText(EventText.title(event)) + "*\n");
    section.append(slackText(EventText.description(event)));
    text.facts(event)
        .forEach(fact ->
            section
                .append("\n• ")
                .append(slackText(fact.name()))
                .append(": ")
                .append(slackText(fact.value())));
    return json.writeValueAsString(
        Map.of(
            "text",
            slackText(EventText.title(event)),
            "blocks",
            List.of(
                Map.of(
                    "type",
                    "section",
                    "text",
                    Map.of("type", "mrkdwn", "text", cut(section.toString()))))));
  }

  private static String slackText(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
  }

  /** A message of Teams: an adaptive card. */
  String teams(Message message) {
    EventDocument event = message.event();
    List<Map<String, String>> facts =
        text.facts(event).stream()
            .map(fact ->
                Map.of("title", teamsText(fact.name()), "value", teamsText(cut(fact.value()))))
            .toList();
    Map<String, Object> card =
        Map.of(
            "$schema",
            "http://adaptivecards.io/schemas/adaptive-card.json",
            "type",
            "AdaptiveCard",
            "version",
            "1.4",
            "body",
            List.of(
                Map.of(
                    "type",
                    "TextBlock",
                    "text",
                    teamsText(EventText.title(event)),
                    "weight",
                    "Bolder",
                    "color",
                    colour(event.level()),
                    "wrap",
                    true),
                Map.of(
                    "type",
                    "TextBlock",
                    "text",
                    teamsText(EventText.description(event)),
                    "wrap",
                    true),
                Map.of("type", "FactSet", "facts", facts)));
    return json.writeValueAsString(
        Map.of(
            "type",
            "message",
            "attachments",
            List.of(
                Map.of(
                    "contentType", "application/vnd.microsoft.card.adaptive", "content", card))));
  }

  private static String colour(String level) {
    return switch (level) {
      case "error" -> "Attention";
      case "warning" -> "Warning";
      default -> "Default";
    };
  }

  /** Links are written [words](address). */
  private static String teamsText(String text) {
    return text.replace("](", "] (");
  }
}
