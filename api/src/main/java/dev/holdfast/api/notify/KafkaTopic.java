package dev.holdfast.api.notify;

import dev.holdfast.platform.notify.Deliveries.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.jspecify.annotations.Nullable;

/**
 * A topic, as a broker tells of it.
 *
 * @param leaders by partition; empty for one that has none now
 */
record KafkaTopic(List<Optional<BrokerAddress>> leaders) {
  /** The newest that the brokers of Kafka 2.1 know, which is the oldest that 4.x works with. */
  private static final short VERSION = 7;

  /**
   * Asks a broker.
   *
   * @throws SendFailure if there is no such topic for us
   */
  static KafkaTopic ask(KafkaBroker broker, String name) throws IOException, SendFailure {
    var request =
        new MetadataRequest(
            new MetadataRequestData()
                .setTopics(List.of(new MetadataRequestTopic().setName(name)))
                .setAllowAutoTopicCreation(false),
            VERSION);
    MetadataResponseData answer = broker.ask(request, MetadataResponse.class).data();
    MetadataResponseTopic topic = answer.topics().find(name);
    if (topic == null) {
      throw new KafkaBroker.NotKafka();
    }
    KafkaErrors.check(Errors.forCode(topic.errorCode()));
    List<MetadataResponsePartition> partitions = new ArrayList<>(topic.partitions());
    partitions.sort(Comparator.comparingInt(MetadataResponsePartition::partitionIndex));
    List<Optional<BrokerAddress>> leaders = new ArrayList<>();
    for (MetadataResponsePartition partition : partitions) {
      if (partition.partitionIndex() != leaders.size()) {
        throw new KafkaBroker.NotKafka();
      }
      leaders.add(address(answer.brokers().find(partition.leaderId())));
    }
    if (leaders.isEmpty()) {
      throw new SendFailure(Failure.OF_SINK, "the topic has no partitions");
    }
    return new KafkaTopic(leaders);
  }

  private static Optional<BrokerAddress> address(@Nullable MetadataResponseBroker broker)
      throws SendFailure {
    if (broker == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BrokerAddress(broker.host(), broker.port()));
    } catch (IllegalArgumentException e) {
      throw new SendFailure(Failure.OF_SINK, "it names a broker that " + e.getMessage());
    }
  }

  /** Where what is about a subject is written, as by every producer in Java. */
  int partition(String subject) {
    return BuiltInPartitioner.partitionForKey(
        subject.getBytes(StandardCharsets.UTF_8), leaders.size());
  }

  /**
   * Where a partition is written to.
   *
   * @throws SendFailure if nowhere at the moment
   */
  BrokerAddress leader(int partition) throws SendFailure {
    return leaders
        .get(partition)
        .orElseThrow(() ->
            new SendFailure(
                Failure.OF_EVENT, "no broker leads partition " + partition + " at the moment"));
  }
}
