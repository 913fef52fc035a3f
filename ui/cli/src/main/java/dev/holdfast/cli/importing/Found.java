package dev.holdfast.cli.importing;

import java.util.List;

/**
 * What is in a file.
 *
 * @param dropped what in it cannot be read and is therefore missing, with its line and the reason
 * @param notes what in it is read, and how, where that may surprise
 */
public record Found(List<FoundServer> servers, List<String> dropped, List<String> notes) {
  public Found {
    servers = List.copyOf(servers);
    dropped = List.copyOf(dropped);
    notes = List.copyOf(notes);
  }
}
