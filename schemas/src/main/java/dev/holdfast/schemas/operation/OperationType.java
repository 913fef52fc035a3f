package dev.holdfast.schemas.operation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/**
 * An entry of the catalogue: everything that the API, the CLI and the documentation need to offer
 * an operation.
 *
 * @param name the workflow type and the name that people type
 * @param title a few words
 * @param description what it does, what it never does, how it can be undone
 * @param inputType the record that the input becomes
 * @param kind what it does to servers
 * @param result what a person wants to see of it on each server
 * @param undo how what it did is undone, or why it cannot be, for a person
 */
public record OperationType(
    String name,
    String title,
    String description,
    Class<?> inputType,
    Kind kind,
    Result result,
    String undo) {

  /** What an operation does to servers. */
  public enum Kind {
    /** It makes a plan of changes and keeps the state before each: what it did can be undone. */
    CHANGE,
    /** It does what it was given, of which nobody knows how it is undone. */
    RUN,
    /** It changes nothing. */
    READ,
    /**
     * It is about one subject, goes from no server to another, and lasts until somebody ends it.
     */
    LONG_LIVED;

    /** As it stands in documents. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What a person wants to see of an operation on each server. */
  public enum Result {
    /** What its commands printed, and their exit codes. */
    OUTPUT,
    /** What is different now, counted. */
    STATE;

    /** As it stands in documents. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What an operation is about. */
  public enum Scope {
    /** A selection of servers. */
    SERVERS,
    /** One subject, which need not be a server. */
    SUBJECT;

    /** As it stands in documents. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Scope scope() {
    return kind == Kind.LONG_LIVED ? Scope.SUBJECT : Scope.SERVERS;
  }

  /**
   * The permission that starting it takes, on each of its servers; for what is about a subject, the
   * one to write all of its kind.
   */
  public String permission() {
    return scope() == Scope.SUBJECT ? name + "s:write" : name + ":run";
  }

  /** The JSON Schema (2020-12) of the input, with a description of every field. */
  public String schema() {
    return resource("schema.json");
  }

  /** An input that is valid and does something sensible, as JSON. */
  public String example() {
    return resource("example.json");
  }

  private String resource(String name) {
    try (InputStream in = inputType.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(in, () -> inputType.getPackageName() + "/" + name).readAllBytes(),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
