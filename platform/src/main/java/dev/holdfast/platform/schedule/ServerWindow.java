package dev.holdfast.platform.schedule;

import dev.holdfast.schemas.server.Selector;
import dev.holdfast.schemas.server.Server;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * When certain servers may be worked on, unless whoever starts an operation says otherwise.
 *
 * @param selector which servers: those that match it at the time
 * @param hours as a {@link MaintenanceWindow} reads them
 */
public record ServerWindow(
    String name, String selector, String hours, String changedBy, Instant changedAt) {

  /** What operations are told whose servers have several windows, or that look at them anew. */
  public static final String OF_SERVERS = "of its servers";

  /**
   * A name of a machine, as far as windows have to know.
   *
   * @param machine the name by which all names of the machine know it
   */
  public record Name(String name, String machine, Map<String, String> labels) {
    /** That of a registered server. */
    public static Name of(Server server) {
      return new Name(
          server.name(),
          Objects.requireNonNullElse(server.aliasOf(), server.name()),
          server.labels());
    }
  }

  /**
   * The windows of each server that has any, by its name: those for one name of a machine are for
   * its other names, too.
   *
   * @param all every registered name
   * @param wanted of these
   */
  public static Map<String, List<ServerWindow>> of(
      List<ServerWindow> windows, Collection<Name> all, Collection<String> wanted) {
    Map<ServerWindow, Selector> selectors = new LinkedHashMap<>();
    windows.forEach(window -> selectors.put(window, new Selector(window.selector())));
    Map<String, List<ServerWindow>> ofMachines = new HashMap<>();
    Map<String, String> machines = new HashMap<>();
    for (Name name : all) {
      machines.put(name.name(), name.machine());
      selectors.forEach((window, selector) -> {
        if (selector.matches(name.name(), name.labels())) {
          List<ServerWindow> known =
              ofMachines.computeIfAbsent(name.machine(), _ -> new ArrayList<>());
          if (!known.contains(window)) {
            known.add(window);
          }
        }
      });
    }
    Map<String, List<ServerWindow>> found = new HashMap<>();
    for (String name : wanted) {
      List<ServerWindow> known = ofMachines.get(machines.getOrDefault(name, name));
      if (known != null) {
        found.put(name, List.copyOf(known));
      }
    }
    return found;
  }

  /**
   * How it is at a moment for a server with these windows: it is open where all of them are.
   *
   * @param windows at least one
   */
  public static MaintenanceWindow.At at(List<ServerWindow> windows, Instant moment) {
    List<MaintenanceWindow.At> each =
        windows.stream().map(window -> new MaintenanceWindow(window.hours()).at(moment)).toList();
    boolean open = each.stream().allMatch(MaintenanceWindow.At::open);
    Comparator<Instant> order = Comparator.naturalOrder();
    Instant until =
        open
            ? each.stream().map(MaintenanceWindow.At::until).min(order).orElseThrow()
            // Not before the last of those opens that are closed now.
            : each.stream()
                .filter(at -> !at.open())
                .map(MaintenanceWindow.At::until)
                .max(order)
                .orElseThrow();
    return new MaintenanceWindow.At(open, until);
  }
}
