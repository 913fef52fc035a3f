package dev.holdfast.cli;

import dev.holdfast.cli.audit.AuditCommand;
import dev.holdfast.cli.containers.ContainersCommand;
import dev.holdfast.cli.identity.GrantCommand;
import dev.holdfast.cli.identity.LoginCommand;
import dev.holdfast.cli.identity.LogoutCommand;
import dev.holdfast.cli.identity.OrgCommand;
import dev.holdfast.cli.identity.RoleCommand;
import dev.holdfast.cli.identity.SessionCommand;
import dev.holdfast.cli.identity.TokenCommand;
import dev.holdfast.cli.identity.UserCommand;
import dev.holdfast.cli.incident.IncidentCommand;
import dev.holdfast.cli.incident.SignalCommand;
import dev.holdfast.cli.keys.KeysCommand;
import dev.holdfast.cli.notify.NotifyCommand;
import dev.holdfast.cli.operation.ApprovalsCommand;
import dev.holdfast.cli.operation.CatalogCommand;
import dev.holdfast.cli.operation.CopyCommand;
import dev.holdfast.cli.operation.ExecCommand;
import dev.holdfast.cli.operation.FetchCommand;
import dev.holdfast.cli.operation.OpsCommand;
import dev.holdfast.cli.operation.RunCommand;
import dev.holdfast.cli.operation.ServiceCommand;
import dev.holdfast.cli.operation.SyncCommand;
import dev.holdfast.cli.policy.PolicyCommand;
import dev.holdfast.cli.profile.ProfileCommand;
import dev.holdfast.cli.queue.QueueCommand;
import dev.holdfast.cli.runbook.RunbookCommand;
import dev.holdfast.cli.schedule.ScheduleCommand;
import dev.holdfast.cli.secret.SecretCommand;
import dev.holdfast.cli.server.DiagnoseCommand;
import dev.holdfast.cli.server.ServerCommand;
import dev.holdfast.cli.settings.SettingsCommand;
import dev.holdfast.cli.shell.CompleteCommand;
import dev.holdfast.cli.shell.CompletionCommand;
import dev.holdfast.cli.shell.UiCommand;
import dev.holdfast.cli.shell.WhoamiCommand;
import dev.holdfast.cli.ssh.MountCommand;
import dev.holdfast.cli.ssh.SshCommand;
import dev.holdfast.cli.ssh.UnmountCommand;
import dev.holdfast.cli.stack.StackCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The root of all commands. */
@Command(
    name = HoldfastCommand.PROGRAM,
    header =
        "Holdfast runs the operations of a fleet of Linux servers, and finishes what it starts.",
    synopsisHeading = "%n",
    customSynopsis = "Usage: ./holdfast COMMAND [-o text|json] [--server URL] [--help]",
    description = {
      "%nFirst steps:",
      "  ./holdfast demo                          the whole story on three lab servers",
      "  ./holdfast up --detach                   start the platform here",
      "  ./holdfast server add web-1 --help       register a server of your own",
      "  ./holdfast exec all --read-only -- uptime  run a command on all servers",
      "  ./holdfast run lockdown web-1 --follow   show what would change, ask, do it"
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "%n./holdfast COMMAND --help explains a command with examples.",
      "Exit codes: 0 done, 1 the operation failed, 2 bad usage or input, 3 not found,",
      "4 refused, 5 the platform cannot be reached, 130 cancelled by you."
    },
    versionProvider = Version.class)
public final class HoldfastCommand implements Runnable {
  /** How a person starts the program, as hints and help write it. */
  public static final String PROGRAM = "./holdfast";

  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("server", ServerCommand.class);
    COMMANDS.put("catalog", CatalogCommand.class);
    COMMANDS.put("run", RunCommand.class);
    COMMANDS.put("exec", ExecCommand.class);
    COMMANDS.put("service", ServiceCommand.class);
    COMMANDS.put("containers", ContainersCommand.class);
    COMMANDS.put("stack", StackCommand.class);
    COMMANDS.put("ops", OpsCommand.class);
    COMMANDS.put("diagnose", DiagnoseCommand.class);
    COMMANDS.put("copy", CopyCommand.class);
    COMMANDS.put("fetch", FetchCommand.class);
    COMMANDS.put("sync", SyncCommand.class);
    COMMANDS.put("approvals", ApprovalsCommand.class);
    COMMANDS.put("profile", ProfileCommand.class);
    COMMANDS.put("schedule", ScheduleCommand.class);
    COMMANDS.put("runbook", RunbookCommand.class);
    COMMANDS.put("incident", IncidentCommand.class);
    COMMANDS.put("signal", SignalCommand.class);
    COMMANDS.put("secret", SecretCommand.class);
    COMMANDS.put("policy", PolicyCommand.class);
    COMMANDS.put("audit", AuditCommand.class);
    COMMANDS.put("notify", NotifyCommand.class);
    COMMANDS.put("queue", QueueCommand.class);
    COMMANDS.put("settings", SettingsCommand.class);
    COMMANDS.put("keys", KeysCommand.class);
    COMMANDS.put("org", OrgCommand.class);
    COMMANDS.put("user", UserCommand.class);
    COMMANDS.put("role", RoleCommand.class);
    COMMANDS.put("grant", GrantCommand.class);
    COMMANDS.put("token", TokenCommand.class);
    COMMANDS.put("session", SessionCommand.class);
    COMMANDS.put("login", LoginCommand.class);
    COMMANDS.put("logout", LogoutCommand.class);
    COMMANDS.put("whoami", WhoamiCommand.class);
    COMMANDS.put("ui", UiCommand.class);
    COMMANDS.put("ssh", SshCommand.class);
    COMMANDS.put("mount", MountCommand.class);
    COMMANDS.put("unmount", UnmountCommand.class);
    COMMANDS.put(CompletionCommand.NAME, CompletionCommand.class);
    COMMANDS.put(CompleteCommand.NAME, CompleteCommand.class);
  }

  private final Surroundings surroundings;

  @Mixin private OutputOptions outputOptions = new OutputOptions();
  @Mixin private PlatformOptions platformOptions = new PlatformOptions();

  @SuppressWarnings("UnusedVariable") // picocli looks at it
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      order = 98,
      description = "Show the version.")
  private boolean version;

  HoldfastCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * The commands of this module, for this process's streams.
   *
   * @param wanted by name; others may be added
   */
  public static CommandLine commandLine(Predicate<String> wanted) {
    return commandLine(
        Surroundings.ofProcess(), utf8(FileDescriptor.out), utf8(FileDescriptor.err), wanted);
  }

  /** The commands of this module, in other surroundings. */
  static CommandLine commandLine(
      Surroundings surroundings, PrintWriter out, PrintWriter err, Predicate<String> wanted) {
    CommandLine root = new CommandLine(new HoldfastCommand(surroundings));
    COMMANDS.forEach((name, command) -> {
      if (wanted.test(name)) {
        root.addSubcommand(command);
      }
    });
    Appearance.apply(root, surroundings);
    root.setOut(out).setErr(err);
    root.setParameterExceptionHandler(new UsageErrors(surroundings));
    root.setExecutionExceptionHandler(new ExecutionErrors(surroundings));
    return root;
  }

  @Override
  public void run() {
    outputOptions.showHelp();
  }

  Surroundings surroundings() {
    return surroundings;
  }

  OutputOptions outputOptions() {
    return outputOptions;
  }

  PlatformOptions platformOptions() {
    return platformOptions;
  }

  // JSON is UTF-8 whatever the locale says, and today's terminals are, too.
  private static PrintWriter utf8(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), false);
  }
}
