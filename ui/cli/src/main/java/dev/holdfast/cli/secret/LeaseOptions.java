package dev.holdfast.cli.secret;

import dev.holdfast.cli.operation.DurationConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the credentials of a secret without a value are made. */
final class LeaseOptions {
  @Option(
      names = "--lease",
      paramLabel = "KIND",
      order = 6,
      description =
          "Keep no value: each operation gets a credential of its own, which is revoked at its"
              + " end. postgresql: a role of a PostgreSQL.")
  @Nullable String kind;

  @Option(
      names = "--admin",
      paramLabel = "secret://NAME",
      order = 7,
      description =
          "With --lease: the secret with the login that makes them, as"
              + " postgresql://USER:PASSWORD@HOST:PORT/DATABASE.")
  @Nullable String admin;

  @Option(
      names = "--grant",
      paramLabel = "ROLE",
      order = 8,
      description = "With --lease: what each is a member of, a role of the database; repeatable.")
  List<String> grants = new ArrayList<>();

  @Option(
      names = "--at-most",
      paramLabel = "TIME",
      order = 9,
      converter = DurationConverter.class,
      description =
          "With --lease: after which it is revoked even if its operation goes on, such as 30m, 8h"
              + " (default: 1h, at most 7d).")
  @Nullable Duration atMost;
}
