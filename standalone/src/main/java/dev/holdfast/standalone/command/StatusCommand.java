package dev.holdfast.standalone.command;

import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.HomeJson;
import dev.holdfast.standalone.home.PlatformFailure;
import dev.holdfast.standalone.platform.Parts;
import dev.holdfast.standalone.platform.PlatformStatus;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code status}: each part with its port, its process and its health. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    header = "Show the parts of the platform and their health.",
    description = "%nWith the queues that its workers serve, and the memory that it takes.%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all parts are healthy", "1:a part is not", "5:the platform is not running"},
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast status", "  ./holdfast status -o json"})
public final class StatusCommand implements Callable<Integer> {

  enum Output {
    text,
    json
  }

  private final Parts parts;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      description = "The form of the answer (text).")
  private Output output = Output.text;

  public StatusCommand(Parts parts) {
    this.parts = parts;
  }

  @Override
  public Integer call() throws Exception {
    Home home = Home.ofEnvironment();
    PlatformStatus status = PlatformStatus.of(home, parts);
    if (output == Output.json) {
      System.out.println(HomeJson.MAPPER.writeValueAsString(status));
    } else {
      print(status, System.out);
    }
    return switch (status.state()) {
      case "healthy" -> 0;
      case "stopped" -> PlatformFailure.NOT_RUNNING;
      default -> PlatformFailure.FAILED;
    };
  }

  private static void print(PlatformStatus status, PrintStream out) {
    if (status.state().equals("stopped")) {
      System.err.println(
          "Holdfast is not running (" + status.home() + "). Start it: ./holdfast up --detach");
    }
    if (status.parts().isEmpty()) {
      return;
    }
    out.printf(
        Locale.ROOT, "%-18s %6s %9s  %-10s %s%n", "PART", "PORT", "PROCESS", "HEALTH", "LATENCY");
    for (PlatformStatus.PartStatus part : status.parts()) {
      out.printf(
          Locale.ROOT,
          "%-18s %6s %9s  %-10s %s%n",
          part.name(),
          text(part.port()),
          text(part.pid()),
          part.health(),
          part.latencyMillis() == null ? "" : part.latencyMillis() + " ms");
      if (part.detail() != null) {
        out.println("    " + part.detail());
      }
    }
  }

  private static String text(@Nullable Number number) {
    return number == null ? "-" : number.toString();
  }
}
