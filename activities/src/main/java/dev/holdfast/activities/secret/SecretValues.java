package dev.holdfast.activities.secret;

import dev.holdfast.activities.audit.CommandContext;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.platform.audit.AuditedAction;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.credential.LeasedCredential;
import dev.holdfast.platform.credential.PostgresRoles;
import dev.holdfast.platform.namedsecret.NamedSecret;
import dev.holdfast.platform.namedsecret.NamedSecrets;
import dev.holdfast.schemas.failure.Component;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.secret.SecretReference;
import dev.holdfast.schemas.step.Step;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Reads the values of named secrets for steps. Each is written down once for an operation and a
 * server before it is handed out, and is masked from then on in what that server prints.
 * Thread-safe.
 */
public final class SecretValues {
  private final NamedSecrets secrets;
  private final LeasedCredentials credentials;
  private final CommandAudit audit;
  private final Consumer<String> used;

  /**
   * @param databases where those of leased secrets may be, as the setting {@code
   *     lease.private-addresses} says it
   * @param used is told the name of the server for which one more value is used
   */
  public SecretValues(
      NamedSecrets secrets, CommandAudit audit, IntSupplier databases, Consumer<String> used) {
    this.secrets = secrets;
    this.credentials = new LeasedCredentials(secrets, new PostgresRoles(databases), audit);
    this.audit = audit;
    this.used = used;
  }

  /**
   * The value to which a reference leads now, in the organisation that the operation is of.
   *
   * @throws io.temporal.failure.ApplicationFailure of type BAD_INPUT if there is none, or it is
   *     leased: what stays on a server has no use for what is revoked soon
   */
  public NamedSecret.Value read(Step step, SecretReference reference) {
    String organisation = CommandContext.current().organisation();
    NamedSecret.Value value =
        secrets
            .value(organisation, reference)
            .orElseThrow(() ->
                Failures.of(
                    FailureType.BAD_INPUT,
                    secrets.isLeased(organisation, reference)
                        ? "%s is leased, and only a variable of exec takes it: what stays on a server would hold a credential that is revoked"
                            .formatted(reference)
                        : "there is no %s any more; set it with ./holdfast secret set %s, or name another one"
                            .formatted(reference, reference.name()),
                    FailureOrigin.of(Component.SECRETS)));
    record(organisation, step, reference.at(value.version()));
    CommandContext.current().hide(new String(value.bytes(), StandardCharsets.UTF_8));
    return value;
  }

  private String leased(Step step, SecretReference reference) {
    LeasedCredential credential = credentials.of(step, reference.name());
    String organisation = CommandContext.current().organisation();
    if (secrets.leases().used(credential.role(), step.server())) {
      audit.action(read(organisation, step, "%s (%s)".formatted(reference, credential.role())));
      used.accept(step.server());
    }
    CommandContext.current().hide(credential.password());
    return credential.value(reference.part());
  }

  private static AuditedAction read(String organisation, Step step, String what) {
    return new AuditedAction(
        Instant.now(),
        organisation,
        CommandContext.current().initiator(),
        "worker",
        step.server(),
        step.operation(),
        "read %s for the step %s".formatted(what, step.key()),
        Outcome.SUCCEEDED);
  }

  private void record(String organisation, Step step, SecretReference version) {
    if (secrets.uses().isUsed(organisation, version, step.server(), step.operation())) {
      return;
    }
    audit.action(read(organisation, step, version.toString()));
    secrets.uses().record(organisation, version, step.server(), step.operation());
    used.accept(step.server());
  }

  /**
   * Variables of a command with the values of those that are references, leased ones included.
   *
   * @throws io.temporal.failure.ApplicationFailure of type BAD_INPUT if a value is missing, or
   *     cannot be that of a variable; NO_CREDENTIAL if a database gives none now
   */
  public Map<String, String> variables(Step step, Map<String, String> variables) {
    String organisation = CommandContext.current().organisation();
    return resolved(
        variables,
        (name, reference) ->
            secrets.isLeased(organisation, reference)
                ? leased(step, reference)
                : text(step, name, reference));
  }

  /**
   * Variables of what stays on a server, with the values of those that are references.
   *
   * @throws io.temporal.failure.ApplicationFailure of type BAD_INPUT if a value is missing or
   *     leased, or cannot be that of a variable
   */
  public Map<String, String> lastingVariables(Step step, Map<String, String> variables) {
    return resolved(variables, (name, reference) -> text(step, name, reference));
  }

  private static Map<String, String> resolved(
      Map<String, String> variables, BiFunction<String, SecretReference, String> value) {
    Map<String, String> resolved = new TreeMap<>(variables);
    resolved.replaceAll(
        (name, text) -> SecretReference.isMeant(text) ? value.apply(name, reference(text)) : text);
    return resolved;
  }

  private static SecretReference reference(String text) {
    try {
      return SecretReference.of(text);
    } catch (IllegalArgumentException e) {
      throw Failures.of(FailureType.BAD_INPUT, String.valueOf(e.getMessage()));
    }
  }

  private String text(Step step, String variable, SecretReference reference) {
    byte[] bytes = read(step, reference).bytes();
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') < 0) {
        return text;
      }
    } catch (CharacterCodingException e) {
      // Told below.
    }
    throw Failures.of(
        FailureType.BAD_INPUT,
        "%s is not text, and so cannot be the value of the variable %s; use it as a file"
            .formatted(reference, variable),
        FailureOrigin.of(Component.SECRETS));
  }

  /** The values that were used on a server, as far as they are kept. */
  public Collection<byte[]> usedOn(String server) {
    return secrets.usedOn(server);
  }
}
