package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The evidence of an operation, fetched from the platform's store. */
public final class EvidenceDownload {
  /** All there are: what becomes the name of a file here is not left to a server. */
  private static final Set<String> NAMES =
      Set.of(
          "inspect.json",
          "processes.txt",
          "connections.txt",
          "logs.txt",
          "changes.json",
          "files.tar");

  private EvidenceDownload() {}

  /**
   * Fetches it; the exit code.
   *
   * @param local the directory here
   * @throws Failure if the operation has kept none
   */
  public static int run(
      OutputOptions options, PlatformOptions platform, String id, String local, boolean force) {
    try (ApiClient api = platform.api(options)) {
      return ShortId.with(
          api,
          id,
          whole -> {
            OperationsApi operations = new OperationsApi(api);
            Operation operation = operations.whole(operations.get(whole));
            int files = 0;
            for (Operation.OnServer server : operation.servers()) {
              for (JsonNode file : Json.list(server.outcome(), "evidence")) {
                if (NAMES.contains(Json.text(file, "name"))) {
                  new LocalTarget(local, Json.text(file, "name"), false, force)
                      .bring(api.files(), server.name(), file, options.output());
                  files++;
                }
              }
            }
            if (files == 0) {
              throw new Failure(
                  ExitCode.NOT_FOUND,
                  whole + " has kept no evidence",
                  "./holdfast ops list --type quarantine shows those that have");
            }
            return 0;
          });
    }
  }
}
