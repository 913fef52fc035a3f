package dev.holdfast.schemas.failure;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a failure arose. */
public enum Component {
  /** The way to a server: its address, its host key, the login, SFTP. */
  SSH,
  /** Becoming root on a server. */
  SUDO,
  /** The record on a server of what was run there. */
  JOURNAL,
  /** The right to change a server. */
  LEASE,
  /** What is run, and what comes of it, cannot be recorded. */
  AUDIT,
  /** The rules of which commands may run. */
  POLICY,
  /** People, and the rules of who has to agree. */
  APPROVAL,
  /** What keeps an operation from doing harm. */
  GUARD,
  /** What must hold between two waves. */
  GATE,
  /** What the operation was given. */
  INPUT,
  /** A command on a server. */
  COMMAND,
  /** A unit of systemd. */
  SYSTEMD,
  /** A Docker engine, or a container. */
  DOCKER,
  /** Files on a server, and their transfer. */
  FILES,
  /** A database, of the platform or on a server. */
  DATABASE,
  /** Stored and leased secrets. */
  SECRETS,
  /** A change that the server has reverted. */
  REVERT,
  /** A worker, or that there is none. */
  WORKER,
  /** The durable execution itself. */
  TEMPORAL,
  /** Servers of the operation, each with a failure of its own. */
  SERVERS,
  /** Holdfast itself: its log says more. */
  HOLDFAST;

  /** The word that people and clients see. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The component of this word; one that this version does not know is {@link #HOLDFAST}. */
  @JsonCreator
  public static Component of(String word) {
    for (Component component : values()) {
      if (component.word().equals(word)) {
        return component;
      }
    }
    return HOLDFAST;
  }
}
