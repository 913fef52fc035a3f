package dev.holdfast.api.notify;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;

/**
 * An event as a record of Kafka: its subject is the key, its JSON the value; its id, kind and level
 * are headers, so that a reader may pass over what it has seen or does not want.
 */
@SuppressWarnings("ArrayRecordComponent") // it is written once and compared with nothing
record KafkaRecord(String topic, int partition, Message message, byte[] value) {
  /** The newest that the brokers of Kafka 2.1 know, which is the oldest that 4.x works with. */
  private static final short VERSION = 7;

  private static final short ALL_REPLICAS = -1;

  /**
   * What asks for it to be written.
   *
   * @param limit of the whole; the replicas have a little less, so that we hear of it
   */
  ProduceRequest request(Duration limit) {
    var partitionData = new PartitionProduceData().setIndex(partition).setRecords(records());
    var topicData = new TopicProduceData().setName(topic).setPartitionData(List.of(partitionData));
    return new ProduceRequest(
        new ProduceRequestData()
            .setAcks(ALL_REPLICAS)
            .setTimeoutMs(Math.toIntExact(limit.toMillis() * 3 / 4))
            .setTopicData(new TopicProduceDataCollection(List.of(topicData).iterator())),
        VERSION);
  }

  private MemoryRecords records() {
    return MemoryRecords.withRecords(
        Compression.NONE,
        new SimpleRecord(
            message.event().at().toEpochMilli(),
            message.event().subject().getBytes(StandardCharsets.UTF_8),
            value,
            new Header[] {
              header("id", message.id()),
              header("kind", message.event().kind()),
              header("level", message.event().level())
            }));
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** What the leader says of it. */
  Errors error(ProduceResponse answer) {
    for (TopicProduceResponse ofTopic : answer.data().responses()) {
      for (PartitionProduceResponse ofPartition : ofTopic.partitionResponses()) {
        if (ofTopic.name().equals(topic) && ofPartition.index() == partition) {
          return Errors.forCode(ofPartition.errorCode());
        }
      }
    }
    return Errors.UNKNOWN_SERVER_ERROR;
  }
}
