package dev.holdfast.cli.secret;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a person wants to be leased; apart from its command, so that help loads no JSON. */
record NewLease(LeaseOptions options, ValueOptions value) {
  /** Whether a lease is wanted at all, and no value. */
  boolean wanted() {
    if (options.kind == null) {
      if (options.admin != null || !options.grants.isEmpty() || options.atMost != null) {
        throw Failure.usage(
            "--admin, --grant and --at-most are about leased credentials",
            "add --lease postgresql, or leave them out");
      }
      return false;
    }
    if (value.file != null || value.generate != null || value.exact) {
      throw Failure.usage(
          "--lease keeps no value", "leave out --file, --generate and --exact, or --lease");
    }
    if (options.admin == null) {
      throw Failure.usage(
          "--admin is missing", "name the secret with the login that makes the credentials");
    }
    return true;
  }

  /** The body of a request that sets it. */
  ObjectNode request() {
    ObjectNode request = Json.object();
    ObjectNode lease = request.putObject("lease");
    lease.put("kind", options.kind);
    lease.put("admin", options.admin);
    ArrayNode grants = lease.putArray("grants");
    options.grants.forEach(grants::add);
    if (options.atMost != null) {
      lease.put("seconds", options.atMost.toSeconds());
    }
    return request;
  }
}
