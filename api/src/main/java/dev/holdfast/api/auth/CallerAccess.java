package dev.holdfast.api.auth;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.identity.Authorisation;
import dev.holdfast.platform.identity.Decision;
import dev.holdfast.platform.identity.Environment;
import dev.holdfast.platform.identity.Permission;
import dev.holdfast.platform.identity.ResourceScope;
import dev.holdfast.platform.identity.ResourceScope.Target;
import dev.holdfast.platform.operation.OperationOrigins;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.server.Server;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Asks what a caller may do, for endpoints whose permission depends on more than their path: lists
 * that show only what may be seen, and requests that name servers or operations in their body.
 */
@Component
public final class CallerAccess {
  /** The permission to decide on plans, and to start operations whose plans need nobody else's. */
  public static final String DECIDE = "approvals:decide";

  private final Authorisation authorisation;
  private final Servers servers;
  private final Operations operations;
  private final OperationOrigins origins;

  CallerAccess(
      Authorisation authorisation,
      Servers servers,
      Operations operations,
      OperationOrigins origins) {
    this.authorisation = authorisation;
    this.servers = servers;
    this.operations = operations;
    this.origins = origins;
  }

  Decision decide(Caller caller, Permission permission, ResourceScope resource) {
    return authorisation.decide(
        caller.subject(), permission, resource, new Environment(Instant.now(), caller.address()));
  }

  /** Whether the caller may do it to the platform as a whole, and so to everything. */
  public boolean everywhere(Caller caller, String permission) {
    return decide(caller, Permission.of(permission), new ResourceScope.Platform()).allowed();
  }

  /**
   * Lets a caller pass who may do it somewhere.
   *
   * @throws ApiException 403, with the permission that is missing
   */
  public void require(Caller caller, String permission) {
    require(caller, permission, new ResourceScope.Unscoped());
  }

  /**
   * Lets a caller pass who may do it on each of these servers.
   *
   * @throws ApiException 403, with the permission that is missing and the servers it is missing on
   */
  public void require(Caller caller, String permission, Collection<Server> on) {
    require(caller, permission, ResourceScope.Servers.of(on));
  }

  /**
   * Lets a caller pass who may do it to the platform as a whole.
   *
   * @throws ApiException 403, with the permission that is missing
   */
  public void requireEverywhere(Caller caller, String permission) {
    require(caller, permission, new ResourceScope.Platform());
  }

  private void require(Caller caller, String permission, ResourceScope resource) {
    if (decide(caller, Permission.of(permission), resource) instanceof Decision.Denied denied) {
      throw ApiException.of(
          HttpStatus.FORBIDDEN, MissingPermission.CODE, MissingPermission.message(denied));
    }
  }

  /** Which servers the caller may do it on. */
  public Predicate<Server> on(Caller caller, String permission) {
    if (everywhere(caller, permission)) {
      return server -> true;
    }
    Permission wanted = Permission.of(permission);
    return server ->
        decide(caller, wanted, new ResourceScope.Servers(List.of(Target.of(server)))).allowed();
  }

  /**
   * The names of the servers that the caller may do it on; null if on all, also those that are no
   * longer registered.
   */
  public @Nullable List<String> names(Caller caller, String permission) {
    return everywhere(caller, permission)
        ? null
        : servers.all(caller.organisation()).stream()
            .filter(on(caller, permission))
            .map(Server::name)
            .toList();
  }

  /** The caller's name, if the caller may do it to what the caller has started; else null. */
  public @Nullable String own(Caller caller, String permission) {
    ResourceScope own = new ResourceScope.Operation(caller.name(), List.of());
    return decide(caller, Permission.of(permission), own).allowed() ? caller.name() : null;
  }

  /** Whether this is the id of an operation of another organisation than the caller's. */
  private boolean isForeign(Caller caller, String operation) {
    return origins
        .find(operation)
        .filter(origin -> !origin.organisation().equals(caller.organisation()))
        .isPresent();
  }

  /** Whether this is the id of an operation of the caller's organisation. */
  boolean has(Caller caller, String operation) {
    return origins
        .find(operation)
        .filter(origin -> origin.organisation().equals(caller.organisation()))
        .isPresent();
  }

  /** Which of these operations, by id, the caller may do it to. */
  public Predicate<String> toOperations(
      Caller caller, String permission, Collection<String> operationIds) {
    if (everywhere(caller, permission)) {
      return id -> !isForeign(caller, id);
    }
    Map<String, Server> known =
        servers.all(caller.organisation()).stream()
            .collect(Collectors.toMap(Server::name, Function.identity()));
    Map<String, List<OperationServer>> targets = operations.servers(operationIds);
    Permission wanted = Permission.of(permission);
    return id ->
        operations
            .find(id)
            .filter(operation -> operation.organisation().equals(caller.organisation()))
            .filter(operation ->
                decide(
                        caller,
                        wanted,
                        resource(operation, targets.getOrDefault(id, List.of()), known))
                    .allowed())
            .isPresent();
  }

  private static ResourceScope resource(
      StoredOperation operation, List<OperationServer> targets, Map<String, Server> known) {
    return new ResourceScope.Operation(
        operation.initiator(),
        targets.stream()
            .map(target ->
                Optional.ofNullable(known.get(target.name()))
                    .map(Target::of)
                    .orElseGet(() -> Target.unknown(target.name())))
            .toList());
  }
}
