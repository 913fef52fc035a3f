package dev.holdfast.cli.audit;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks the chain of the audit. */
@Command(
    name = "verify",
    header = "Check that no record of the audit was changed, removed, inserted or moved.",
    description = {
      "%nEach entry's hash covers its content and all entries before it. FILE was written by audit"
          + " export --chain and is checked without the platform; without FILE the platform's audit"
          + " is read and checked.%n",
      "Whoever rules the database and the platform's keys could make the whole chain anew, or cut"
          + " off its end. A checkpoint that was kept elsewhere excludes that up to its place: give"
          + " the files with --checkpoint.%n",
      "Exit code 1: something is wrong.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast audit verify",
      "  ./holdfast audit verify audit.jsonl --checkpoint kept.jsonl"
    })
final class AuditVerifyCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "What audit export --chain wrote.")
  private @Nullable String file;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "Checkpoints that were kept, as audit checkpoint -o json prints them.")
  private List<String> checkpoints = new ArrayList<>();

  @Override
  public Integer call() {
    ChainVerifier verifier = new ChainVerifier();
    for (String kept : checkpoints) {
      lines(kept, verifier::outside);
    }
    if (file != null) {
      boolean[] headed = {false};
      lines(
          file,
          line -> {
            if (headed[0]) {
              verifier.entry(line);
            } else if (line.has("organisation")) {
              verifier.head(line);
              headed[0] = true;
            } else {
              throw Failure.usage(
                  file + " is not a chain of the audit", "make one with audit export --chain FILE");
            }
          });
    } else {
      try (ApiClient api = platform.api(options)) {
        AuditChainPages chain = new AuditChainPages(api);
        verifier.head(chain.head());
        chain.entries(verifier::entry);
        long unchained = chain.unchained();
        if (unchained > 0) {
          verifier.problem(
              unchained + " records are in no chain: somebody has put them into the database");
        }
      }
    }
    return show(verifier.result());
  }

  private int show(ChainVerifier.Result result) {
    boolean right = result.problems().isEmpty();
    Output output = options.output();
    if (output.json()) {
      ObjectNode document =
          Json.object()
              .put("organisation", result.organisation())
              .put("entries", result.entries())
              .put("first", result.first())
              .put("last", result.last())
              .put("erased", result.erased())
              .put("confirmed", result.confirmed());
      document.set("problems", Json.of(result.problems()));
      output.document(document);
    } else if (result.entries() == 0 && right) {
      output.message("The audit has no entry.");
    } else {
      result.problems().forEach(problem -> output.line("problem: " + problem));
      output.message(summary(result, right));
    }
    return (right ? ExitCode.DONE : ExitCode.FAILED).code();
  }

  private static String summary(ChainVerifier.Result result, boolean right) {
    String erased =
        result.erased() == 0 ? "" : ", the content of %d erased".formatted(result.erased());
    String what =
        "Checked entries %d to %d of organisation %s%s: %s."
            .formatted(
                result.first(),
                result.last(),
                result.organisation(),
                erased,
                right ? "nothing is wrong" : "the audit was tampered with");
    if (result.confirmed() > 0) {
      return what + " A kept checkpoint confirms all up to entry %d.".formatted(result.confirmed());
    }
    return result.outside() > 0 || !right
        ? what
        : what + " No checkpoint that was kept elsewhere confirms it (--checkpoint FILE).";
  }

  private static void lines(String file, Consumer<JsonNode> taker) {
    try (BufferedReader reader = Files.newBufferedReader(Path.of(file))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isBlank()) {
          taker.accept(Json.parse(line));
        }
      }
    } catch (InvalidPathException | IOException e) {
      throw Failure.usage(file + " cannot be read: " + e.getMessage(), "name a file that exists");
    }
  }
}
