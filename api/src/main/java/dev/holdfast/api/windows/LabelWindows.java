package dev.holdfast.api.windows;

import dev.holdfast.platform.schedule.ServerWindow;
import dev.holdfast.platform.schedule.ServerWindows;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.server.Server;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Finds the maintenance windows that servers have by their labels. */
@Component
public final class LabelWindows {
  /** The permission to start servers outside of the windows that their labels give them. */
  public static final String IGNORE = "windows:ignore";

  private final ServerWindows windows;
  private final Servers servers;

  LabelWindows(ServerWindows windows, Servers servers) {
    this.windows = windows;
    this.servers = servers;
  }

  /** The windows of each of these servers that has any, by its full name. */
  public Map<String, List<ServerWindow>> of(String organisation, Collection<Server> on) {
    List<ServerWindow> all = windows.list(organisation);
    return all.isEmpty()
        ? Map.of()
        : ServerWindow.of(
            all,
            servers.all(organisation).stream().map(ServerWindow.Name::of).toList(),
            on.stream().map(Server::name).toList());
  }
}
