package dev.holdfast.api.notify;

import dev.holdfast.platform.notify.Deliveries.Failure;
import org.apache.kafka.common.protocol.Errors;

/** What the errors of Kafka mean for an event. */
final class KafkaErrors {
  private KafkaErrors() {}

  /**
   * Does nothing if it is none.
   *
   * @throws SendFailure saying whether it is this event's, its partition's, or everybody's
   */
  static void check(Errors error) throws SendFailure {
    switch (error) {
      case NONE -> {}
      case MESSAGE_TOO_LARGE,
          RECORD_LIST_TOO_LARGE,
          INVALID_RECORD,
          INVALID_TIMESTAMP,
          POLICY_VIOLATION ->
          throw new SendFailure(Failure.REFUSED, "the topic refuses the event: " + error.name());
      case LEADER_NOT_AVAILABLE,
          NOT_LEADER_OR_FOLLOWER,
          FENCED_LEADER_EPOCH,
          NOT_ENOUGH_REPLICAS,
          NOT_ENOUGH_REPLICAS_AFTER_APPEND ->
          throw new SendFailure(
              Failure.OF_EVENT,
              "the event's partition takes nothing at the moment: " + error.name());
      case UNKNOWN_TOPIC_OR_PARTITION, INVALID_TOPIC_EXCEPTION ->
          throw new SendFailure(
              Failure.OF_SINK, "there is no such topic, or this user does not see it");
      case TOPIC_AUTHORIZATION_FAILED, CLUSTER_AUTHORIZATION_FAILED ->
          throw new SendFailure(Failure.OF_SINK, "this user may not write to the topic");
      default -> throw new SendFailure(Failure.OF_SINK, "it answers with " + error.name());
    }
  }
}
