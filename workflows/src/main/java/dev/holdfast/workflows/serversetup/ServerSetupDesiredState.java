package dev.holdfast.workflows.serversetup;

import dev.holdfast.schemas.change.DesiredState;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.LoginAccount;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.change.SysctlResource;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.serversetup.ServerSetupInput;
import dev.holdfast.schemas.serversetup.SysctlInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What server-setup wants of a server.
 *
 * <p>Packages come first, because they may bring groups and programs that the rest needs; then
 * groups, users, keys, directories and files, each of which may name the ones before it, and at
 * last what decides who gets in.
 */
public final class ServerSetupDesiredState implements DesiredState<ServerSetupInput> {
  private static final int CONFIRM_WITHIN_SECONDS = 60;

  /** Services may take their time to start. */
  private static final int UNITS_WITHIN_SECONDS = 300;

  @Override
  public Class<ServerSetupInput> inputType() {
    return ServerSetupInput.class;
  }

  @Override
  public FactsQuery query(ServerSetupInput input) {
    TreeSet<String> users = new TreeSet<>();
    TreeSet<String> keys = new TreeSet<>();
    TreeSet<String> groups = new TreeSet<>();
    TreeSet<String> directories = new TreeSet<>();
    input.groups().forEach(group -> groups.add(group.name()));
    for (ServerSetupInput.User user : input.users()) {
      users.add(user.name());
      groups.addAll(user.groups());
      if (!user.authorizedKeys().isEmpty()) {
        keys.add(user.name());
      }
    }
    for (ServerSetupInput.SudoRule rule : input.sudo()) {
      if (rule.user() != null) {
        users.add(rule.user());
      }
      if (rule.group() != null) {
        groups.add(rule.group());
      }
    }
    for (ServerSetupInput.Directory directory : input.directories()) {
      directories.add(directory.path());
      users.add(directory.owner());
      groups.add(directory.group());
    }
    return new FactsQuery(
            users,
            keys,
            groups,
            directories,
            new TreeSet<>(SudoFiles.of(input.sudo()).keySet()),
            new TreeSet<>(),
            false)
        .and(ServerSetupPackages.query(input))
        .and(ServerSetupFiles.query(input.files()))
        .and(ServerSetupUnits.query(input.units()))
        .and(FactsQuery.of("sysctl", input.sysctl().stream().map(SysctlInput::key).toList()))
        .and(ServerSetupDocker.query(input.docker()));
  }

  @Override
  public Desired desired(ServerSetupInput input, Facts facts, Server server) {
    List<Group> groups = new ArrayList<>();
    if (!input.packages().isEmpty()) {
      boolean only = input.installs().size() == input.packages().size();
      groups.add(
          new Group(
              "packages",
              only ? "Install packages" : "Install and remove packages",
              0,
              List.of(ServerSetupPackages.resource(input.packages()))));
    }
    List<Resource> accounts =
        Stream.of(
                input.groups().stream()
                    .map(group -> new Resource.Group(group.name(), group.gid(), group.system())),
                input.users().stream().map(user -> user(user, facts)),
                input.users().stream()
                    .filter(user -> !user.authorizedKeys().isEmpty())
                    .map(user ->
                        new Resource.AuthorizedKeys(
                            user.name(), user.authorizedKeys(), "0700", "0600")),
                input.directories().stream()
                    .map(directory ->
                        new Resource.Directory(
                            directory.path(),
                            directory.owner(),
                            directory.group(),
                            directory.mode())))
            .<Resource>flatMap(resources -> resources)
            .toList();
    LoginAccount login = LoginAccount.of(server.user(), facts);
    add(
        groups,
        new Group(
            "accounts",
            "Set up accounts and directories",
            0,
            accounts.stream().filter(Predicate.not(login::needs)).toList()));
    add(
        groups,
        new Group(
            "login-account",
            "Change the account that Holdfast logs in as",
            CONFIRM_WITHIN_SECONDS,
            accounts.stream().filter(login::needs).toList()));
    ServerSetupFiles files = ServerSetupFiles.of(input, facts);
    if (!files.open().isEmpty()) {
      groups.add(new Group("files", "Write files", 0, files.open()));
    }
    List<Resource> rules =
        SudoFiles.of(input.sudo()).entrySet().stream()
            .<Resource>map(file -> new Resource.SudoRules(file.getKey(), file.getValue()))
            .toList();
    if (!rules.isEmpty()) {
      // They can take sudo away from the user that Holdfast logs in as.
      groups.add(new Group("sudo", "Set sudo rules", CONFIRM_WITHIN_SECONDS, rules));
    }
    if (!files.access().isEmpty()) {
      groups.add(
          new Group(
              "access-files",
              "Write files that decide who gets in",
              CONFIRM_WITHIN_SECONDS,
              files.access()));
    }
    parameters("sysctl", "Set kernel parameters", 0, input, key -> !key.startsWith("net."), groups);
    parameters(
        "sysctl-net",
        "Set kernel parameters of the network",
        CONFIRM_WITHIN_SECONDS,
        input,
        key -> key.startsWith("net."),
        groups);
    if (!input.units().isEmpty()) {
      groups.add(
          new Group(
              "units",
              "Set units",
              UNITS_WITHIN_SECONDS,
              ServerSetupUnits.resources(input.units())));
    }
    ServerSetupDocker.groups(input.docker()).forEach(groups::add);
    boolean packages = !facts.installed().containsAll(input.installs());
    List<String> refusals = new ArrayList<>(duplicates(groups));
    refusals.addAll(ServerSetupUnits.refusals(input.units(), facts, packages));
    refusals.addAll(ServerSetupDocker.refusals(input.docker(), facts, packages));
    refusals.addAll(files.refusals());
    refusals.addAll(ServerSetupRefusals.of(input, facts, server));
    return new Desired(groups, refusals, List.of(), ServerSetupDocker.notes(input.docker(), facts));
  }

  private static void add(List<Group> groups, Group group) {
    if (!group.resources().isEmpty()) {
      groups.add(group);
    }
  }

  private static void parameters(
      String key,
      String title,
      int confirmWithinSeconds,
      ServerSetupInput input,
      Predicate<String> which,
      List<Group> groups) {
    List<Resource> resources =
        input.sysctl().stream()
            .filter(sysctl -> which.test(sysctl.key()))
            .<Resource>map(sysctl -> new SysctlResource(sysctl.key(), sysctl.live(), sysctl.file()))
            .toList();
    add(groups, new Group(key, title, confirmWithinSeconds, resources));
  }

  private static Resource.User user(ServerSetupInput.User user, Facts facts) {
    // A home that somebody removed on purpose stays away, unless it is needed.
    boolean home =
        facts.users().containsKey(user.name())
            ? user.home() != null || !user.authorizedKeys().isEmpty()
            : user.home() != null || !user.system();
    return new Resource.User(
        user.name(),
        user.uid(),
        user.home(),
        user.shell(),
        user.groups().stream().sorted().distinct().toList(),
        user.system(),
        home);
  }

  private static List<String> duplicates(List<Group> groups) {
    Map<String, Long> subjects =
        groups.stream()
            .flatMap(group -> group.resources().stream())
            .collect(Collectors.groupingBy(Resource::subject, Collectors.counting()));
    return subjects.entrySet().stream()
        .filter(subject -> subject.getValue() > 1)
        .map(subject -> subject.getKey() + " is described more than once; describe it once")
        .sorted()
        .toList();
  }
}
