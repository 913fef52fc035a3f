package dev.holdfast.platform.identity;

/**
 * Decides who may do what: the one place where that is decided. Answers from its arguments alone,
 * so that it can be asked about many things at once; thread-safe.
 */
public interface Authorisation {
  Decision decide(
      Subject subject, Permission action, ResourceScope resource, Environment environment);
}
