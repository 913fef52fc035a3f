package dev.holdfast.cli.operation;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is done with what servers print. */
interface ServerOutput {

  /** Takes the next piece. */
  void take(JsonNode piece);

  /** Shows what is still to be shown; nothing more is taken. */
  void end();

  /** Adds what a server has said to its part of the answer. */
  void addTo(ObjectNode server);
}
