package dev.holdfast.platform.identity;

import dev.holdfast.platform.atrest.KeyedDigests;
import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.schemas.command.CommandRule;
import dev.holdfast.schemas.event.EventKind;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Locks whoever guesses passwords: after 5 failures in 15 minutes for a minute, the next time for
 * two, and so on up to a day; by account, whether there is one of that name or not, and by address.
 * Time is the database's.
 */
public final class LoginLocks {
  private static final int ALLOWED = 5;
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final int MOST_DOUBLED = 11;

  /** What is guessed. */
  public enum Secret {
    PASSWORD("account"),
    /** Of the second factor: a right password leaves its failures as they are. */
    CODE("code");

    private final String word;

    Secret(String word) {
      this.word = word;
    }
  }

  private final Jdbi jdbi;
  private final KeyedDigests digests;

  public LoginLocks(Jdbi jdbi, KeyedDigests digests) {
    this.jdbi = jdbi;
    this.digests = digests;
  }

  /**
   * Whether an attempt may be made.
   *
   * @param lockedFor how long none may; null: this one may
   * @param locks whether this attempt, if it fails, has locked the account or the address
   */
  public record Attempt(@Nullable Duration lockedFor, boolean locks) {}

  private record Row(
      String subject,
      int failures,
      Instant since,
      int locks,
      @Nullable Instant lockedUntil,
      Instant lastAt,
      Instant now) {

    boolean locked() {
      return lockedUntil != null && lockedUntil.isAfter(now);
    }

    /** With one failure more, and locked if that was one too many. */
    Row failed() {
      boolean anew = lockedUntil != null || since.plus(WINDOW).isBefore(now);
      int counted = anew ? 1 : failures + 1;
      int before = lastAt.plus(LONGEST).isBefore(now) ? 0 : locks;
      Instant began = anew ? now : since;
      return counted < ALLOWED
          ? new Row(subject, counted, began, before, null, now, now)
          : new Row(subject, counted, began, before + 1, now.plus(lock(before)), now, now);
    }

    /** As if the attempt that was counted had not been made. */
    Row succeeded() {
      return new Row(
          subject,
          Math.max(0, failures - 1),
          since,
          lockedUntil == null ? locks : Math.max(0, locks - 1),
          null,
          lastAt,
          now);
    }

    private static Duration lock(int before) {
      Duration lock = FIRST.multipliedBy(1L << Math.min(before, MOST_DOUBLED));
      return lock.compareTo(LONGEST) > 0 ? LONGEST : lock;
    }
  }

  /**
   * Counts an attempt as a failure until it has succeeded, so that many at once are no way around.
   */
  public Attempt begin(Secret secret, String account, String address) {
    return jdbi.inTransaction(handle -> {
      List<Row> rows =
          subjects(secret, account, address).map(subject -> lock(handle, subject)).toList();
      Optional<Duration> locked =
          rows.stream()
              .filter(Row::locked)
              .map(row -> Duration.between(row.now(), row.lockedUntil()))
              .max(Duration::compareTo);
      if (locked.isPresent()) {
        return new Attempt(locked.get(), false);
      }
      List<Row> failed = rows.stream().map(Row::failed).toList();
      failed.forEach(row -> write(handle, row));
      boolean locks = failed.stream().anyMatch(Row::locked);
      if (locks) {
        tell(handle, secret, account, address);
      }
      return new Attempt(null, locks);
    });
  }

  /** Names the account only if there is one: people type passwords where a name is asked for. */
  private static void tell(Handle handle, Secret secret, String account, String address) {
    Map<String, Object> data = new HashMap<>();
    data.put("secret", secret.name().toLowerCase(Locale.ROOT));
    data.put("address", address);
    Optional<String> organisation =
        handle
            .createQuery("select organisation_id from users where name = :name")
            .bind("name", account)
            .mapTo(String.class)
            .findOne();
    organisation.ifPresent(known -> data.put("user", account));
    Outbox.record(
        handle,
        new NewEvent(
            EventKind.LOGIN_LOCKED,
            organisation.orElse(CommandRule.DEFAULT_ORGANISATION),
            "login",
            null,
            null,
            data));
  }

  /** The attempt that was begun has succeeded: the account is as new, the address as before. */
  public void succeeded(Secret secret, String account, String address) {
    jdbi.useTransaction(handle -> {
      List<Row> rows =
          subjects(secret, account, address).map(subject -> lock(handle, subject)).toList();
      handle.execute("delete from login_failures where subject = ?", subject(secret.word, account));
      rows.stream()
          .filter(row -> row.subject().equals(subject("address", address)))
          .forEach(row -> write(handle, row.succeeded()));
    });
  }

  /** Lets an account be tried again at once; addresses stay locked. */
  public void unlock(String account) {
    jdbi.useHandle(handle -> {
      for (Secret secret : Secret.values()) {
        handle.execute(
            "delete from login_failures where subject = ?", subject(secret.word, account));
      }
    });
  }

  /** Forgets what counts no more. */
  public void forgetOld() {
    jdbi.useHandle(handle ->
        handle.execute("delete from login_failures where last_at < now() - interval '2 days'"));
  }

  /** Always in the same order, so that two attempts never wait for each other. */
  private Stream<String> subjects(Secret secret, String account, String address) {
    return Stream.of(subject(secret.word, account), subject("address", address)).sorted();
  }

  private String subject(String kind, String value) {
    return digests.of("login/" + kind, " " + value);
  }

  private static Row lock(Handle handle, String subject) {
    handle.execute(
        "insert into login_failures (subject) values (?) on conflict do nothing", subject);
    return handle
        .createQuery(
            """
            select subject, failures, since, locks, locked_until, last_at, clock_timestamp() as now
            from login_failures where subject = :subject for update
            """)
        .bind("subject", subject)
        .map((rs, context) -> {
          OffsetDateTime until = rs.getObject("locked_until", OffsetDateTime.class);
          return new Row(
              rs.getString("subject"),
              rs.getInt("failures"),
              rs.getObject("since", OffsetDateTime.class).toInstant(),
              rs.getInt("locks"),
              until == null ? null : until.toInstant(),
              rs.getObject("last_at", OffsetDateTime.class).toInstant(),
              rs.getObject("now", OffsetDateTime.class).toInstant());
        })
        .one();
  }

  private static void write(Handle handle, Row row) {
    handle
        .createUpdate(
            """
            update login_failures set failures = :failures, since = :since, locks = :locks,
              locked_until = cast(:until as timestamptz), last_at = :last
            where subject = :subject
            """)
        .bind("failures", row.failures())
        .bind("since", row.since().atOffset(ZoneOffset.UTC))
        .bind("locks", row.locks())
        .bind(
            "until", row.lockedUntil() == null ? null : row.lockedUntil().atOffset(ZoneOffset.UTC))
        .bind("last", row.lastAt().atOffset(ZoneOffset.UTC))
        .bind("subject", row.subject())
        .execute();
  }
}
