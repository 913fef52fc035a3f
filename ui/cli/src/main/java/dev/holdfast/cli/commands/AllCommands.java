package dev.holdfast.cli.commands;

import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Surroundings;
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
import dev.holdfast.cli.metrics.MetricsCommand;
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
import dev.holdfast.cli.window.WindowCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine;

/** Every command of this module, by the name that people type; it sees them, and none sees it. */
public final class AllCommands {
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
    COMMANDS.put("window", WindowCommand.class);
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
    COMMANDS.put("metrics", MetricsCommand.class);
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

  private AllCommands() {}

  /**
   * The commands, for this process's streams.
   *
   * @param wanted by name; others may be added
   */
  public static CommandLine commandLine(Predicate<String> wanted) {
    return commandLine(
        Surroundings.ofProcess(), utf8(FileDescriptor.out), utf8(FileDescriptor.err), wanted);
  }

  /** The commands, in other surroundings. */
  public static CommandLine commandLine(
      Surroundings surroundings, PrintWriter out, PrintWriter err, Predicate<String> wanted) {
    List<Class<?>> commands =
        COMMANDS.entrySet().stream()
            .filter(command -> wanted.test(command.getKey()))
            .<Class<?>>map(Map.Entry::getValue)
            .toList();
    return HoldfastCommand.commandLine(surroundings, out, err, commands);
  }

  // JSON is UTF-8 whatever the locale says, and today's terminals are, too.
  private static PrintWriter utf8(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), false);
  }
}
