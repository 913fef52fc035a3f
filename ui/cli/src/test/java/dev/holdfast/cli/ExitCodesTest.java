package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.commands.AllCommands;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Alike outcomes have the same exit code, whichever command is typed: all commands by a table. */
final class ExitCodesTest {
  /** A command line for each command that asks the platform; FILE and DIR are there. */
  private static final List<String> ASKING =
      """
      server list
      server show web-1
      server set web-1 --user bob
      server trust web-1 --trust SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
      server check web-1
      server diagnose web-1
      diagnose web-1
      server rotate web-1 --login-key
      server remove web-1
      catalog lockdown
      run lockdown all
      exec all -- uptime
      service all nginx restart
      containers list all
      containers inspect all db
      containers logs all db
      containers start all db
      containers stop all db
      containers restart all db
      containers remove all db
      containers prune all
      containers quarantine all db --reason R
      containers release all db
      containers quarantined
      containers evidence op-01 DIR/evidence
      containers exec all db -- ls
      containers ports all
      containers networks all
      containers volumes all
      containers images all
      containers monitor start all
      containers monitor stop all
      containers monitor list
      containers monitor limits all --cpu 50
      containers monitor learn all
      containers usage
      containers violations
      stack list all
      stack show blog all
      stack history blog
      stack rollback blog all
      stack remove blog all
      stack tools
      stack init gitea DIR/new
      ops list
      ops show op-01
      ops servers op-01
      ops logs op-01
      ops plan op-01
      ops changes op-01
      ops undo op-01
      ops rerun op-01
      ops explain op-01
      ops pause op-01
      ops resume op-01
      ops concurrency op-01 3
      ops window op-01 --now
      ops skip op-01 --server web-1
      ops retry op-01
      ops fix op-01 --server web-1 --set a=1
      ops cancel op-01
      copy all FILE /tmp/x
      fetch all /etc/hosts DIR/hosts
      sync all DIR /srv/x
      approvals list
      approvals approve op-01 --plan sha256:aaaaaaaaaaaaaaaa
      approvals reject op-01 --reason R
      approvals rule list
      approvals rule set ssh --risk lock-out --approvals 2
      approvals rule remove ssh
      window list
      window set prod --on env=prod --hours daily
      window remove prod
      profile set lockdown all --set sshd.port=22
      profile list
      profile show lockdown all
      profile history lockdown all
      profile remove lockdown all
      schedule create nightly --operation exec --selector all --cron @daily
      schedule list
      schedule show nightly
      schedule pause nightly
      schedule resume nightly
      schedule trigger nightly
      schedule backfill nightly --from 2026-01-01T00:00:00Z --to 2026-01-02T00:00:00Z
      schedule delete nightly
      runbook validate FILE
      runbook add FILE
      runbook list
      runbook show patch
      runbook remove patch
      incident open malware --subject web-1
      incident list
      incident show inc-01
      incident timeline inc-01
      incident assign inc-01 bob
      incident note inc-01 text
      incident severity inc-01 high
      incident task add inc-01 text
      incident task done inc-01 task-1
      incident evidence inc-01 op-01
      incident run inc-01 exec all --set command=id
      incident link inc-01 op-01
      incident close inc-01 --reason R
      incident report inc-01
      signal malware --subject web-1
      secret set db --generate 20
      secret list
      secret leases
      secret show db
      secret rotate db --generate 20
      secret share db
      secret remove db
      policy list
      policy add deny all --everything
      policy remove 1
      policy check all -- ls
      audit list
      audit export DIR/audit.jsonl
      audit verify
      audit checkpoint
      notify sink add mail --type syslog --set host=x
      notify sink list
      notify sink show mail
      notify sink set mail --disable
      notify sink remove mail
      notify sink test mail
      notify dead list
      notify dead show 1
      notify dead resend 1
      notify dead drop 1
      queue
      metrics
      settings list
      settings get retention.days
      settings set retention.days 3
      keys list
      keys rotate
      keys remove 1
      org list
      org show acme
      org create acme
      org remove acme
      org quota show acme
      org quota set acme --operations 5
      org identity-provider set https://id.example.com --client-id holdfast --no-secret
      org identity-provider show
      org identity-provider test
      org identity-provider remove
      org identity-provider groups
      org identity-provider map ops operator
      org identity-provider unmap group-1
      user list
      user show bob
      user add bob
      user password bob --generate
      user mfa remove bob
      user link bob --subject ada-1
      user unlink bob
      user disable bob
      user enable bob
      user unlock bob
      user remove bob
      role list
      role show viewer
      role create ops --permission operations:read
      role set ops --permission operations:read
      role remove ops
      grant list
      grant add bob viewer
      grant remove grant-1
      token list
      token create ci
      token revoke token-1
      session list
      session end session-1
      whoami
      ui temporal --print
      """
          .lines()
          .toList();

  /** What asks nobody, or first asks the person, or what is here; tested where it is. */
  private static final Set<String> OTHERS =
      Set.of(
          "server add", // reads a key
          "server import", // a report of many
          "stack deploy", // reads a directory
          "stack pin", // asks registries
          "user mfa add", // asks for a code
          "notify watch", // waits for the platform to come back
          "login",
          "logout",
          "ssh", // speaks no JSON
          "mount",
          "unmount",
          "completion",
          "__complete");

  /** Its models only: making them takes longer than all that is done with them here. */
  private static final CommandLine COMMANDS = commands();

  private TestPlatform platform = new TestPlatform();
  @TempDir private Path files;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(files.resolve("file"), "name: patch\nsteps:\n  - {id: a, operation: exec}\n");
    Files.createDirectory(files.resolve("dir"));
    Files.writeString(files.resolve("dir/file"), "x");
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldHoldEveryCommand() {
    Set<String> known = new TreeSet<>(OTHERS);
    for (String line : ASKING) {
      known.add(name(command(line)));
    }

    assertThat(known).containsExactlyInAnyOrderElementsOf(leaves());
  }

  @ParameterizedTest
  @CsvSource({
    "404, unknown-thing, 3",
    "422, invalid-input, 2",
    "409, thing-exists, 2",
    "403, forbidden, 4",
    "409, thing-in-use, 4",
    "409, operation-ended, 1",
    "500, internal-error, 1"
  })
  void shouldExitAlike(int status, String code, int exitCode) {
    platform.refusesAll(status, code);
    List<String> odd = new ArrayList<>();
    for (String line : ASKING) {
      Cli.Result result = Cli.at(platform.url()).run(words(line + " -o json"));
      if (result.exitCode() != exitCode || !isError(result, exitCode)) {
        odd.add(line + " -> " + result);
      }
    }

    assertThat(odd).isEmpty();
  }

  @Test
  void shouldExitAlikeWhereThePlatformIsDown() {
    platform.close();
    List<String> odd = new ArrayList<>();
    for (String line : ASKING) {
      Cli.Result result = Cli.at(platform.url()).run(words(line + " -o json"));
      if (result.exitCode() != 5 || !isError(result, 5)) {
        odd.add(line + " -> " + result);
      }
    }

    assertThat(odd).isEmpty();
  }

  @Test
  void shouldExitAlikeWhereItIsTypedWrongly() {
    List<String> odd = new ArrayList<>();
    for (String line : Stream.concat(ASKING.stream(), OTHERS.stream()).toList()) {
      // Before the words of a command for a server, which are not ours to read.
      String wrong = name(command(line)) + " --no-such-option " + rest(line) + " -o json";
      Cli.Result result = Cli.at(platform.url()).run(words(wrong));
      if (result.exitCode() != 2 || !result.out().isEmpty()) {
        odd.add(wrong + " -> " + result);
      }
    }

    assertThat(odd).isEmpty();
    assertThat(platform.requests()).isEmpty();
  }

  /** One line of JSON on standard error, which says the exit code; nothing else anywhere. */
  private static boolean isError(Cli.Result result, int exitCode) {
    if (!result.out().isEmpty()) {
      return false;
    }
    JsonNode error = Json.parse(result.err().lines().reduce("", (_, last) -> last));
    return error.path("exitCode").asInt() == exitCode && !Json.text(error, "error").isEmpty();
  }

  /** As it is typed; {@code -o json} goes before the words that are not ours. */
  private String[] words(String line) {
    List<String> words = new ArrayList<>(Arrays.asList(line.split(" ", -1)));
    int end = words.indexOf("--");
    int form = words.lastIndexOf("-o");
    if (end >= 0 && form > end) {
      words.subList(form, form + 2).clear();
      words.addAll(end, List.of("-o", "json"));
    }
    words.replaceAll(word ->
        word.replaceFirst("^FILE$", files.resolve("file").toString())
            .replaceFirst("^DIR", files.resolve("dir").toString()));
    return words.toArray(String[]::new);
  }

  private static CommandLine command(String line) {
    CommandLine command = COMMANDS;
    for (String word : line.split(" ", -1)) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        break;
      }
      command = next;
    }
    return command;
  }

  private static String rest(String line) {
    String name = name(command(line));
    return line.substring(Math.min(line.length(), name.length())).strip();
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName().replaceFirst("^\\S+ ", "");
  }

  private static List<String> leaves() {
    List<CommandLine> found = new ArrayList<>(List.of(COMMANDS));
    for (int i = 0; i < found.size(); i++) {
      found.addAll(found.get(i).getSubcommands().values());
    }
    return found.stream()
        .filter(command -> command.getSubcommands().isEmpty())
        .map(ExitCodesTest::name)
        .toList();
  }

  private static CommandLine commands() {
    var nothing = new PrintWriter(new StringWriter());
    return AllCommands.commandLine(Surroundings.ofProcess(), nothing, nothing, _ -> true);
  }
}
