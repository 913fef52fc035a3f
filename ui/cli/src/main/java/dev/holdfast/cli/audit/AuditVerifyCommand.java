package dev.holdfast.cli.audit;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
    AuditVerification verification = new AuditVerification(options.output());
    checkpoints.forEach(verification::kept);
    if (file != null) {
      verification.file(file);
    } else {
      try (ApiClient api = platform.api(options)) {
        verification.platform(api);
      }
    }
    return verification.show();
  }
}
