package dev.holdfast.cli.importing;

import java.util.List;

/**
 * What is in a file.
 *
 * @param notes what in it is not imported, with its line and the reason
 */
public record Found(List<FoundServer> servers, List<String> notes) {
  public Found {
    servers = List.copyOf(servers);
    notes = List.copyOf(notes);
  }
}
