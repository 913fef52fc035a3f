package dev.holdfast.cli.notify;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.ServerChoice;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds a sink. */
@Command(
    name = "add",
    header = "Send events to a webhook, a chat, Kafka or syslog, or by mail.",
    description = {
      "%nIt gets the events that happen from now on, and all of the organisation's that its rule lets"
          + " through. Nothing is sent to private networks or to the platform's machine until an"
          + " administrator of the platform allows it with the setting notify.private-addresses.",
      "%nTypes, and their fields:",
      "  webhook  url, key; token, ca",
      "  slack    url",
      "  teams    url",
      "  email    host, from, to; port, security, user, password, ca",
      "  syslog   host; port, transport, format, facility, ca",
      "  kafka    brokers, topic; transport, mechanism, user, password, ca",
      "%nurl is where events are posted, key what they are signed with, token a bearer token,"
          + " ca the certificates in PEM that are trusted instead of the usual ones."
          + " security is starttls or tls, transport tls or tcp, format json or cef,"
          + " brokers HOST:PORT with commas between, mechanism scram-sha-512 or plain.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast secret set ops-hook --generate 32",
      "  ./holdfast notify sink add ops --type webhook \\",
      "    --set url=https://ops.example.com/hook --set key=secret://ops-hook \\",
      "    --kind operation.*,server.* --level warning",
      "  ./holdfast notify sink test ops",
      "  ./holdfast notify sink add mail --type email --set host=mail.example.com \\",
      "    --set from=holdfast@example.com --set to=ops@example.com --level error",
      "  ./holdfast notify sink add siem --type syslog --set host=siem.example.com \\",
      "    --set format=cef --set-file ca=siem-ca.pem",
      "  ./holdfast notify sink add stream --type kafka --set topic=holdfast \\",
      "    --set brokers=kafka-1.example.com:9093,kafka-2.example.com:9093 \\",
      "    --set user=holdfast --set password=secret://kafka"
    })
final class SinkAddCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private ServerChoice servers = new ServerChoice();
  @Mixin private SinkOptions content = new SinkOptions();

  @Parameters(
      paramLabel = "NAME",
      description = "Lower-case letters, digits and . _ - (at most 63).")
  private String name = "";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      order = 1,
      required = true,
      description = "How events are sent.")
  private String type = "";

  @Override
  public Integer call() {
    try (ApiClient api = servers.api(options)) {
      return new SinkViews(api, options.output())
          .add(name, type, new SinkContent(content, servers.names()), options.surroundings());
    }
  }
}
