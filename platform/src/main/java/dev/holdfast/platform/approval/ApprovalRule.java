package dev.holdfast.platform.approval;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.schemas.server.Selector;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says which plans take whose approval. Whatever is left open fits everything: without any
 * condition the rule is about every plan, and anybody who may decide on plans counts.
 *
 * @param operations their names; empty for all that make plans
 * @param selector it is about plans for at least one such server
 * @param lockOut it is about plans only with a change that can lock operators out
 * @param hours it is about plans that are decided on within these hours
 * @param approvals by so many people, from 1 to {@value #MOST}
 * @param users whose approval counts
 * @param roles or that of users who hold one of these
 * @param own whether the approval of whoever started the operation counts
 * @param reason for people
 * @param expireSeconds after which a plan that waits is rejected; null for never
 * @param escalation who else is asked after a time; null for nobody
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApprovalRule(
    List<String> operations,
    String selector,
    boolean lockOut,
    @Nullable WeeklyHours hours,
    int approvals,
    List<String> users,
    List<String> roles,
    boolean own,
    @Nullable String reason,
    @Nullable Long expireSeconds,
    @Nullable Escalation escalation) {
  /** More would be a meeting. */
  public static final int MOST = 10;

  /**
   * Who else is asked where nobody has decided in time.
   *
   * @param afterSeconds since the plan waits
   * @param users whose approval counts from then on, too
   * @param roles or that of users who hold one of these
   */
  public record Escalation(long afterSeconds, List<String> users, List<String> roles) {
    public Escalation {
      users = List.copyOf(users);
      roles = List.copyOf(roles);
    }

    /** Whose approval counts then, for a sentence. */
    public String to() {
      return people(users, roles);
    }
  }

  public ApprovalRule {
    if (approvals < 1 || approvals > MOST) {
      throw new IllegalArgumentException("approvals: has to be from 1 to " + MOST);
    }
    var _ = new Selector(selector);
    operations = List.copyOf(operations);
    users = List.copyOf(users);
    roles = List.copyOf(roles);
  }

  /** One that gives plans no time. */
  public ApprovalRule(
      List<String> operations,
      String selector,
      boolean lockOut,
      @Nullable WeeklyHours hours,
      int approvals,
      List<String> users,
      List<String> roles,
      boolean own,
      @Nullable String reason) {
    this(operations, selector, lockOut, hours, approvals, users, roles, own, reason, null, null);
  }

  /** When a plan is rejected that waits since then; null for never. */
  public @Nullable Instant expiry(Instant since) {
    return expireSeconds == null ? null : since.plusSeconds(expireSeconds);
  }

  /** When more people are asked about a plan that waits since then; null for never. */
  public @Nullable Instant escalates(Instant since) {
    return escalation == null ? null : since.plusSeconds(escalation.afterSeconds());
  }

  /** The same rule once more people are asked. */
  public ApprovalRule escalated() {
    // Where anybody counts, they count already.
    if (escalation == null || (users.isEmpty() && roles.isEmpty())) {
      return this;
    }
    return new ApprovalRule(
        operations,
        selector,
        lockOut,
        hours,
        approvals,
        Stream.concat(users.stream(), escalation.users().stream()).distinct().toList(),
        Stream.concat(roles.stream(), escalation.roles().stream()).distinct().toList(),
        own,
        reason,
        expireSeconds,
        escalation);
  }

  /** Whether it is about what is decided on at this moment. */
  public boolean at(Instant moment) {
    return hours == null || hours.contains(moment);
  }

  /**
   * Whether it may be about the plan of an operation: for all that is known before there is one,
   * and whenever it will be decided on.
   *
   * @param servers labels of those that the plan is for, by name
   */
  public boolean fits(String operation, Map<String, Map<String, String>> servers) {
    Selector selected = new Selector(selector);
    return (operations.isEmpty() || operations.contains(operation))
        && (selected.selectsAll()
            || servers.entrySet().stream()
                .anyMatch(server -> selected.matches(server.getKey(), server.getValue())));
  }

  /**
   * Whether the approval of a user who may decide on the plan counts.
   *
   * @param initiator who started the operation
   */
  public boolean counts(String user, Set<String> held, String initiator) {
    boolean named = users.contains(user) || held.stream().anyMatch(roles::contains);
    return (own || !user.equals(initiator)) && (named || (users.isEmpty() && roles.isEmpty()));
  }

  /** Whose approval counts, for a sentence. */
  public String from() {
    String who =
        users.isEmpty() && roles.isEmpty()
            ? "anybody who may decide on plans"
            : people(users, roles);
    return own ? who : who + ", but not whoever started it";
  }

  private static String people(List<String> users, List<String> roles) {
    return String.join(
        " or ",
        Stream.concat(users.stream(), roles.stream().map(role -> "a user with the role " + role))
            .toList());
  }
}
