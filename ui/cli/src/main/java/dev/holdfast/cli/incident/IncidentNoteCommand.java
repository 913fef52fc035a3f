package dev.holdfast.cli.incident;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Add a note to the timeline of an incident. */
@Command(
    name = "note",
    header = "Add a note to the timeline of an incident.",
    description = "%nAt most 4 KiB; it is encrypted where it is stored.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast incident note op-01 'The log of the application has filled it.'",
      "  ./holdfast incident note op-01 - < findings.txt"
    })
final class IncidentNoteCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The incident.")
  private String id = "";

  @Parameters(index = "1", paramLabel = "TEXT", description = "The note; - reads standard input.")
  private String text = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new IncidentViews(api, options.output())
          .note(id, GivenText.of(text, options.surroundings().input()));
    }
  }
}
