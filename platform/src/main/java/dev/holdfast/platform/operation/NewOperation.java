package dev.holdfast.platform.operation;

import dev.holdfast.platform.organisation.Organisations;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.server.ServerNames;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operation that somebody asks for.
 *
 * @param id {@code op-…}
 * @param input the operation's own input, valid JSON
 * @param idempotencyKey the client's, unique per initiator
 * @param inputSha256 over everything that was asked for, so that a key is not used for two things
 * @param servers the full names of the servers that the selector chose
 * @param inputs by server, of those that have an input of their own
 * @param summary of the input, with secrets masked
 * @param organisation that of its servers, which all belong to the same one
 */
public record NewOperation(
    String id,
    String type,
    Priority priority,
    boolean dryRun,
    String initiator,
    String selector,
    String input,
    OperationSettings settings,
    @Nullable String idempotencyKey,
    String inputSha256,
    List<String> servers,
    Map<String, ServerInput> inputs,
    String summary,
    String organisation) {

  public NewOperation {
    servers = List.copyOf(servers);
    for (String server : servers) {
      if (!ServerNames.organisation(server).equals(organisation)) {
        throw new IllegalArgumentException("servers: belong to several organisations");
      }
    }
    inputs = Map.copyOf(inputs);
  }

  /** One with the same input on all servers, and no summary. */
  public NewOperation(
      String id,
      String type,
      Priority priority,
      boolean dryRun,
      String initiator,
      String selector,
      String input,
      OperationSettings settings,
      @Nullable String idempotencyKey,
      String inputSha256,
      List<String> servers) {
    this(
        id,
        type,
        priority,
        dryRun,
        initiator,
        selector,
        input,
        settings,
        idempotencyKey,
        inputSha256,
        servers,
        Map.of(),
        "",
        servers.isEmpty() ? Organisations.DEFAULT : ServerNames.organisation(servers.getFirst()));
  }
}
