package dev.holdfast.cli.identity;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Logs in. */
@Command(
    name = "login",
    header = "Log in with a password, or through your organisation's provider.",
    description = {
      "%nWith --sso you log in on the page of your organisation's identity provider: --org names the organisation. Where there is no display, or with --print, open the page in a browser elsewhere and bring the code that it shows, or the address at which it stops if it cannot reach the platform. With --device you bring nothing: it prints a short code, which you confirm on a page of the provider's.",
      "%nElse it asks for the password on a terminal; else its first line of standard input is the password. Commands act for this user until ./holdfast logout, and the session is kept in the launcher's home, in a file that only you can read.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast login bob",
      "  ./holdfast login --sso --org acme",
      "  ./holdfast login --sso --device",
      "  ./holdfast login bob --server https://holdfast.example.org"
    })
public final class LoginCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(
      paramLabel = "USER",
      arity = "0..1",
      description = "Who you are; not with --sso, where the provider says it.")
  private String user = "";

  @Option(names = "--sso", order = 1, description = "Log in through the identity provider.")
  private boolean sso;

  @Option(
      names = "--print",
      order = 2,
      description = "With --sso: print the page's address, and ask for the code it shows.")
  private boolean print;

  @Option(
      names = "--device",
      order = 3,
      description = "With --sso: print a code to confirm in a browser anywhere, and wait for that.")
  private boolean device;

  @Override
  public Integer call() {
    if (device && (print || !sso)) {
      throw Failure.usage(
          print ? "--device and --print exclude each other" : "--device goes with --sso",
          "./holdfast login --sso --device");
    }
    if (device) {
      return new DeviceLogin(options, platform).login();
    }
    if (sso == user.isEmpty()) {
      LoginViews views = new LoginViews(options, platform);
      return sso ? views.throughProvider(print) : views.login(user);
    }
    throw Failure.usage(
        sso ? "USER and --sso do not go together" : "there is no USER",
        "./holdfast login USER asks for a password; ./holdfast login --sso asks your organisation's"
            + " identity provider");
  }
}
