package dev.holdfast.platform.profile;

import dev.holdfast.schemas.server.Selector;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.ServerNames;

/** For which servers a profile is kept. */
public sealed interface ProfileTarget {

  /** One server, by name; under another name it is the same machine. */
  record OfServer(String name) implements ProfileTarget {
    public OfServer {
      if (!ServerNames.isName(name)) {
        throw new IllegalArgumentException(
            "target: '" + name + "' is not a server's name or a label=value");
      }
    }

    @Override
    public boolean includes(Server server) {
      String machine = server.aliasOf();
      return name.equals(server.nameWithin())
          || (machine != null && name.equals(ServerNames.within(machine)));
    }

    @Override
    public String text() {
      return name;
    }
  }

  /** All servers with a label. */
  record OfLabel(String key, String value) implements ProfileTarget {
    @Override
    public boolean includes(Server server) {
      return value.equals(server.labels().get(key));
    }

    @Override
    public String text() {
      return key + "=" + value;
    }
  }

  /** Whether it is kept for this server. */
  boolean includes(Server server);

  /** A server's name, or {@code key=value}. */
  String text();

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is neither a name nor one label
   */
  static ProfileTarget parse(String typed) {
    String text = typed.strip();
    int equals = text.indexOf('=');
    if (equals < 0) {
      return new OfServer(text);
    }
    if (text.contains(",") || text.startsWith("!")) {
      throw new IllegalArgumentException(
          "target: '" + text + "' is not one server's name or one label=value");
    }
    var _ = new Selector(text);
    return new OfLabel(text.substring(0, equals), text.substring(equals + 1));
  }
}
