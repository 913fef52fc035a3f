package dev.holdfast.e2e;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.temporal.EncryptingCodec;
import dev.holdfast.platform.temporal.TemporalConnection;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.history.v1.History;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Records the histories that the replay test replays: {@code RecordHistories HOME DIRECTORY
 * WORKFLOW-ID…} writes each workflow of the running platform, decoded, to {@code
 * DIRECTORY/TYPE.json.gz}.
 */
final class RecordHistories {
  private RecordHistories() {}

  public static void main(String[] arguments) throws IOException {
    List<String> words = List.of(arguments);
    Path directory = Files.createDirectories(Path.of(words.get(1)));
    try (TemporalConnection temporal =
        new TemporalConnection(PlatformConfig.read(Path.of(words.getFirst())))) {
      for (String id : words.subList(2, words.size())) {
        History.Builder history = temporal.client().fetchHistory(id).getHistory().toBuilder();
        decode(history, temporal.codec());
        String type =
            history
                .getEvents(0)
                .getWorkflowExecutionStartedEventAttributes()
                .getWorkflowType()
                .getName();
        Path file = directory.resolve(type + ".json.gz");
        try (OutputStream json = new GZIPOutputStream(Files.newOutputStream(file))) {
          json.write(
              new WorkflowExecutionHistory(history.build())
                  .toJson(true)
                  .getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  private static void decode(Message.Builder message, EncryptingCodec codec) {
    for (FieldDescriptor field : List.copyOf(message.getAllFields().keySet())) {
      if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        continue;
      }
      if (field.isRepeated()) {
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
          message.setRepeatedField(
              field, i, decoded((Message) message.getRepeatedField(field, i), codec));
        }
      } else {
        message.setField(field, decoded((Message) message.getField(field), codec));
      }
    }
  }

  private static Message decoded(Message message, EncryptingCodec codec) {
    if (message instanceof Payload payload) {
      return codec.decode(List.of(payload)).getFirst();
    }
    Message.Builder builder = message.toBuilder();
    decode(builder, codec);
    return builder.build();
  }
}
