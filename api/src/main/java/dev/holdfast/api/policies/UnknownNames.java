package dev.holdfast.api.policies;

import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.platform.policy.CommandRules;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.command.NamedWork;
import dev.holdfast.schemas.server.Selector;
import dev.holdfast.schemas.server.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds what a rule names and the platform does not know: a rule with a slip protects nobody. */
@Component
final class UnknownNames {
  private final Users users;
  private final Servers servers;

  UnknownNames(Users users, Servers servers) {
    this.users = users;
    this.servers = servers;
  }

  /** What is unknown in a rule of an organisation. */
  List<FieldError> in(String organisation, CommandRules.NewRule rule) {
    List<FieldError> unknown = new ArrayList<>();
    selector(organisation, new Selector(rule.selector()), unknown);
    operation(rule.operation(), unknown);
    user(organisation, rule.user(), unknown);
    return unknown;
  }

  /** Says so if there is no such user in the organisation. */
  void user(String organisation, @Nullable String name, List<FieldError> unknown) {
    if (name != null && users.find(organisation, name).isEmpty()) {
      unknown.add(new FieldError("user", "there is no user '" + name + "'"));
    }
  }

  private void selector(String organisation, Selector selector, List<FieldError> unknown) {
    List<Server> all = servers.all(organisation);
    Set<String> names = selector.unknown(all);
    names.forEach(
        name -> unknown.add(new FieldError("selector", "there is no server '" + name + "'")));
    boolean selects =
        all.stream().anyMatch(server -> selector.matches(server.name(), server.labels()));
    if (names.isEmpty() && !selects && !selector.selectsAll()) {
      unknown.add(new FieldError("selector", "no server is selected by '" + selector.text() + "'"));
    }
  }

  private static void operation(@Nullable String name, List<FieldError> unknown) {
    if (name != null && !name.equals(NamedWork.SSH) && Catalogue.find(name).isEmpty()) {
      unknown.add(new FieldError("operation", "there is no operation '" + name + "'"));
    }
  }
}
