package dev.holdfast.cli.audit;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives a chain to a verifier, from a file or the platform, and shows what it has found. */
final class AuditVerification {
  private final Output output;
  private final ChainVerifier verifier = new ChainVerifier();
  private boolean headed;

  AuditVerification(Output output) {
    this.output = output;
  }

  /** Takes the checkpoints of a file that were kept elsewhere. */
  void kept(String file) {
    documents(file, verifier::outside);
  }

  /** Takes an exported chain. */
  void file(String file) {
    documents(
        file,
        line -> {
          if (headed) {
            verifier.entry(line);
          } else if (line.has("organisation")) {
            verifier.head(line);
            headed = true;
          } else {
            throw Failure.usage(
                file + " is not a chain of the audit", "make one with audit export --chain FILE");
          }
        });
  }

  /** Takes the chain of a platform. */
  void platform(ApiClient api) {
    AuditChainPages chain = new AuditChainPages(api);
    verifier.head(chain.head());
    chain.entries(verifier::entry);
    long unchained = chain.unchained();
    if (unchained > 0) {
      verifier.problem(
          unchained + " records are in no chain: somebody has put them into the database");
    }
  }

  /** Shows the result and returns the exit code. */
  int show() {
    ChainVerifier.Result result = verifier.result();
    boolean right = result.problems().isEmpty();
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

  private static void documents(String file, Consumer<JsonNode> taker) {
    try (Reader reader = Files.newBufferedReader(Path.of(file))) {
      Json.documents(reader, taker);
    } catch (InvalidPathException | IOException e) {
      throw Failure.usage(file + " cannot be read: " + e.getMessage(), "name a file that exists");
    } catch (JacksonException e) {
      throw new Failure(
          ExitCode.FAILED,
          file + " is cut off, or something in it is not JSON",
          "export it again, and keep checkpoints as audit checkpoint -o json prints them");
    }
  }
}
