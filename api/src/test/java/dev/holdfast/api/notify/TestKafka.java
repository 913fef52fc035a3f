package dev.holdfast.api.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A broker of Kafka in this process, which is its own controller. It listens without TLS and login,
 * with both, and where it says that it is somewhere else.
 */
final class TestKafka implements AutoCloseable {
  static final String USER = "holdfast";
  static final String PASSWORD = "canary-of-kafka";

  /** Where it says that it is to whoever asks at {@link #luring}. */
  static final String ELSEWHERE = "169.254.169.254:80";

  private static final int PARTITIONS = 4;
  private static final String LOGIN = "org.apache.kafka.common.security.";

  private final Path directory = Files.createTempDirectory("kafka-");
  private final List<Integer> ports = freePorts();
  private final KafkaRaftServer server;

  TestKafka(TestCertificate certificate) throws Exception {
    Path keys = directory.resolve("keys.p12");
    try (OutputStream out = Files.newOutputStream(keys)) {
      certificate.store().store(out, TestCertificate.PASSWORD.toCharArray());
    }
    Path log = directory.resolve("log");
    var formatter =
        new Formatter()
            .setNodeId(1)
            .setClusterId(Uuid.randomUuid().toString())
            .addDirectory(log.toString())
            .setMetadataLogDirectory(log.toString())
            .setControllerListenerName("CONTROLLER")
            .setPrintStream(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
            .setScramArguments(
                List.of("SCRAM-SHA-512=[name=%s,password=%s]".formatted(USER, PASSWORD)));
    formatter.run();
    server = new KafkaRaftServer(KafkaConfig.fromProps(properties(log, keys)), Time.SYSTEM);
    server.startup();
  }

  private Properties properties(Path log, Path keys) {
    var properties = new Properties();
    properties.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "controller.quorum.voters", "1@127.0.0.1:" + ports.getFirst(),
            "controller.listener.names", "CONTROLLER",
            "inter.broker.listener.name", "OPEN",
            "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,OPEN:PLAINTEXT,LURE:PLAINTEXT,LOGIN:SASL_SSL",
            "listeners",
                "CONTROLLER://127.0.0.1:%d,OPEN://%s,LURE://%s,LOGIN://%s"
                    .formatted(ports.getFirst(), open(), luring(), login()),
            "advertised.listeners",
                "OPEN://%s,LURE://%s,LOGIN://%s".formatted(open(), ELSEWHERE, login()),
            "log.dirs", log.toString(),
            "offsets.topic.replication.factor", "1"));
    properties.putAll(
        Map.of(
            "auto.create.topics.enable",
            "false",
            "ssl.keystore.type",
            "PKCS12",
            "ssl.keystore.location",
            keys.toString(),
            "ssl.keystore.password",
            TestCertificate.PASSWORD,
            "listener.name.login.sasl.enabled.mechanisms",
            "PLAIN,SCRAM-SHA-512",
            "listener.name.login.scram-sha-512.sasl.jaas.config",
            LOGIN + "scram.ScramLoginModule required;",
            "listener.name.login.plain.sasl.jaas.config",
            LOGIN + "plain.PlainLoginModule required user_%s=\"%s\";".formatted(USER, PASSWORD)));
    return properties;
  }

  /** All at once, so that they differ. */
  private static List<Integer> freePorts() throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  String open() {
    return "127.0.0.1:" + ports.get(1);
  }

  String luring() {
    return "127.0.0.1:" + ports.get(2);
  }

  String login() {
    return "127.0.0.1:" + ports.get(3);
  }

  void add(String topic, Map<String, String> configuration) throws Exception {
    try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", open()))) {
      admin
          .createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1).configs(configuration)))
          .all()
          .get();
    }
  }

  /** The first records of a topic, those of one key in their order. */
  List<ConsumerRecord<String, String>> read(String topic, int number) {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", open()),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          Stream.iterate(0, i -> i + 1)
              .limit(PARTITIONS)
              .map(partition -> new TopicPartition(topic, partition))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long end = System.nanoTime() + 20_000_000_000L;
      while (records.size() < number && System.nanoTime() < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    assertThat(records).hasSize(number);
    return records;
  }

  @Override
  public void close() throws IOException {
    server.shutdown();
    server.awaitShutdown();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
