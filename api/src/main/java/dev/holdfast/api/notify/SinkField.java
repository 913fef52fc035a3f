package dev.holdfast.api.notify;

/**
 * A field of a sink's settings.
 *
 * @param required whether a sink cannot be without it
 * @param form what may stand in it
 * @param description a sentence without its subject, for people
 */
record SinkField(String name, boolean required, Form form, String description) {

  /** What may stand in a field. */
  enum Form {
    /** Anybody who may see the sink sees it. */
    TEXT,
    /** An address with what lets one in; only its host is shown. */
    URL,
    /** Shown to nobody. */
    SECRET;

    /** Whether a reference to a secret may stand for it. */
    boolean takesReference() {
      return this != TEXT;
    }
  }

  static SinkField required(String name, Form form, String description) {
    return new SinkField(name, true, form, description);
  }

  static SinkField optional(String name, Form form, String description) {
    return new SinkField(name, false, form, description);
  }
}
