package dev.holdfast.api.operations;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.operation.NewOperation;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ServerInput;
import dev.holdfast.platform.stack.StackDeployments;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.stack.DeployStackOperation;
import dev.holdfast.schemas.stack.remove.RemoveStackOperation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Gives the operations on stacks their versions, in the transaction in which they are stored. */
@Component
final class StackRecording {
  private static final String PURPOSE = "stack-document";
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final AtRest atRest;

  StackRecording(AtRest atRest) {
    this.atRest = atRest;
  }

  /** What is stored together with an operation; nothing for one that changes no stack. */
  Operations.Companion of(NewOperation operation) {
    boolean removal = operation.type().equals(RemoveStackOperation.TYPE.name());
    if (operation.dryRun()
        || (!removal && !operation.type().equals(DeployStackOperation.TYPE.name()))) {
      return (handle, key) -> {};
    }
    // Before the transaction, which must not wait for another.
    SortedMap<String, String> documents = new TreeMap<>();
    Map<String, ServerInput> own = operation.inputs();
    Stream.concat(Stream.of(operation.input()), own.values().stream().map(ServerInput::json))
        .map(input -> JsonPayloads.read(input, OBJECT))
        .forEach(input -> {
          if (input.get("stack") instanceof String stack) {
            documents.put(stack, removal || !own.isEmpty() ? "" : digest(input));
          }
        });
    return StackDeployments.recording(operation.organisation(), operation.id(), documents, removal);
  }

  private static Object sorted(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, one) -> sorted.put(String.valueOf(key), one == null ? "" : sorted(one)));
        yield sorted;
      }
      default -> value;
    };
  }

  /** The same for the same document, however its fields are ordered. */
  private String digest(Map<String, Object> input) {
    Map<String, Object> document = new TreeMap<>(input);
    document.remove("redeploy");
    try {
      byte[] sorted = JsonPayloads.write(sorted(document)).getBytes(StandardCharsets.UTF_8);
      return atRest
          .digests()
          .of(
              PURPOSE,
              HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(sorted)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
