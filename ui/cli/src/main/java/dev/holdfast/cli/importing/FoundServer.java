package dev.holdfast.cli.importing;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A server as a file describes it; what is null is not said.
 *
 * @param name what the file calls it
 * @param where such as {@code line 7}
 * @param keyFiles the private keys, in the order in which they are tried
 * @param jumps the servers on the way, the first one first
 * @param knownAs under which name its host key is known, on any port, if not by address
 * @param knownHostsFiles the files that hold its host keys
 * @param labels the groups that it is in
 * @param ignored what is said of it and is not imported
 * @param obstacle why it cannot be imported at all
 */
public record FoundServer(
    String name,
    String where,
    @Nullable String address,
    @Nullable Integer port,
    @Nullable String user,
    List<String> keyFiles,
    @Nullable String certificateFile,
    List<String> jumps,
    @Nullable String knownAs,
    List<String> knownHostsFiles,
    Map<String, String> labels,
    List<String> ignored,
    @Nullable String obstacle) {

  public FoundServer {
    keyFiles = List.copyOf(keyFiles);
    jumps = List.copyOf(jumps);
    knownHostsFiles = List.copyOf(knownHostsFiles);
    labels = new TreeMap<>(labels);
    ignored = List.copyOf(ignored);
  }
}
