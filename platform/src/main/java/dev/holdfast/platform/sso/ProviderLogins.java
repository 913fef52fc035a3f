package dev.holdfast.platform.sso;

import dev.holdfast.platform.atrest.KeyedDigests;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Logins that are under way at identity providers. The browser carries a state, which is good once;
 * when it is back, the client that began the login shows a code, which is good once, and what only
 * that client knows. Time is the database's. Thread-safe.
 */
public final class ProviderLogins {
  /** How long somebody may take to log in at the provider. */
  public static final Duration AT_THE_PROVIDER = Duration.ofMinutes(10);

  /** How long somebody may take to confirm a login on another machine. */
  public static final Duration ON_A_DEVICE = Duration.ofMinutes(30);

  /** How long the code is good with which the login is completed. */
  private static final Duration CODE = Duration.ofMinutes(2);

  /** How many logins of an organisation may be under way. */
  private static final int MOST = 1000;

  private static final int BYTES = 32;
  private static final int ID_BYTES = 9;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Jdbi jdbi;
  private final KeyedDigests digests;

  public ProviderLogins(Jdbi jdbi, KeyedDigests digests) {
    this.jdbi = jdbi;
    this.digests = digests;
  }

  /**
   * A login that begins.
   *
   * @param state that the browser carries
   * @param nonce that the provider puts into the token
   * @param verifier that proves to the provider that it is us who ask for the token
   */
  public record Begun(String id, String state, String nonce, String verifier) {
    /** Says nothing that only one may know. */
    @Override
    public String toString() {
      return "Begun[" + id + "]";
    }
  }

  /**
   * Begins a login.
   *
   * @param challenge the SHA-256, in base64url, of what the client keeps for itself
   * @param port where the client listens on its own machine; null: nowhere
   * @return empty if too many logins of the organisation are under way
   */
  public Optional<Begun> begin(
      IdentityProvider provider, String challenge, @Nullable Integer port) {
    // The client tells by it what comes from the browser, and nobody gets in by it.
    String id = "login-" + random(ID_BYTES);
    String state = random(BYTES);
    int inserted =
        jdbi.withHandle(handle ->
            handle
                .createUpdate(
                    """
                    insert into provider_logins
                      (id, organisation_id, issuer, state_sha256, challenge, port, expires_at)
                    select :id, organisation_id, :issuer, :state, :challenge, :port,
                      now() + :seconds * interval '1 second'
                    from identity_providers
                    where organisation_id = :organisation and (select count(*) from provider_logins
                      where organisation_id = :organisation and expires_at > now()) < :most
                    """)
                .bind("id", id)
                .bind("issuer", provider.issuer())
                .bind("state", sha256(state))
                .bind("challenge", challenge)
                .bind("port", port)
                .bind("seconds", AT_THE_PROVIDER.toSeconds())
                .bind("organisation", provider.organisation())
                .bind("most", MOST)
                .execute());
    return inserted == 1 ? Optional.of(begun(id, state)) : Optional.empty();
  }

  private Begun begun(String id, String state) {
    return new Begun(id, state, derived("nonce", state), derived("verifier", state));
  }

  /** Known to whoever has the state and the platform's key, so that it need not be kept. */
  private String derived(String purpose, String state) {
    return digests.of("provider-login/" + purpose, state).substring(KeyedDigests.PREFIX.length());
  }

  /**
   * Begins a login that somebody confirms on another machine.
   *
   * @param challenge as for {@link #begin}
   * @param device the code with which the provider is asked whether it is confirmed
   * @param poll seconds between two questions
   * @param lifetime seconds for which the code is good
   * @return the login's id; empty if too many logins of the organisation are under way
   */
  public Optional<String> beginOnDevice(
      IdentityProvider provider, String challenge, String device, long poll, long lifetime) {
    String id = "login-" + random(ID_BYTES);
    int inserted =
        jdbi.withHandle(handle ->
            handle
                .createUpdate(
                    """
                    insert into provider_logins
                      (id, organisation_id, issuer, state_sha256, challenge, expires_at,
                       poll_seconds, next_poll_at)
                    select :id, organisation_id, :issuer, :device, :challenge,
                      now() + least(:lifetime, :longest) * interval '1 second', :poll, now()
                    from identity_providers
                    where organisation_id = :organisation and (select count(*) from provider_logins
                      where organisation_id = :organisation and expires_at > now()) < :most
                    """)
                .bind("id", id)
                .bind("issuer", provider.issuer())
                .bind("device", sha256(device))
                .bind("challenge", challenge)
                .bind("lifetime", lifetime)
                .bind("longest", ON_A_DEVICE.toSeconds())
                .bind("poll", Math.clamp(poll, 1, 60))
                .bind("organisation", provider.organisation())
                .bind("most", MOST)
                .execute());
    return inserted == 1 ? Optional.of(id) : Optional.empty();
  }

  /**
   * A login that somebody confirms on another machine.
   *
   * @param due whether the provider may be asked now, which this question counts as
   * @param poll seconds between two questions
   */
  public record OnDevice(String id, String organisation, String issuer, boolean due, int poll) {}

  private record DeviceRow(OnDevice login, String challenge) {}

  /**
   * The login of a device code.
   *
   * @param verifier what only the client knows that began the login
   * @return empty if it is over, or the verifier is another's
   */
  public Optional<OnDevice> onDevice(String device, String verifier) {
    return jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    with asked as (
                      update provider_logins
                      set next_poll_at = now() + poll_seconds * interval '1 second'
                      where state_sha256 = :device and challenge = :challenge
                        and finished_at is null and expires_at > now() and next_poll_at <= now()
                      returning id)
                    select l.id, l.organisation_id, l.issuer, l.challenge, l.poll_seconds,
                      exists (select from asked) as due
                    from provider_logins l
                    where l.state_sha256 = :device and l.poll_seconds is not null
                      and l.finished_at is null and l.expires_at > now()
                    """)
                .bind("device", sha256(device))
                .bind("challenge", challenge(verifier))
                .map((rs, context) ->
                    new DeviceRow(
                        new OnDevice(
                            rs.getString("id"),
                            rs.getString("organisation_id"),
                            rs.getString("issuer"),
                            rs.getBoolean("due"),
                            rs.getInt("poll_seconds")),
                        rs.getString("challenge")))
                .findOne())
        .filter(row -> row.challenge().equals(challenge(verifier)))
        .map(DeviceRow::login);
  }

  /** Asks less often from now on, as the provider wants it: RFC 8628, section 3.5. */
  public void slower(OnDevice login) {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            update provider_logins set poll_seconds = least(poll_seconds + 5, 60),
              next_poll_at = now() + (poll_seconds + 5) * interval '1 second'
            where organisation_id = ? and id = ?
            """,
            login.organisation(),
            login.id()));
  }

  /** Uses up a login; false if it was. */
  public boolean finish(OnDevice login) {
    return jdbi.withHandle(handle ->
        handle.execute(
            """
            update provider_logins set finished_at = now()
            where organisation_id = ? and id = ? and finished_at is null
            """,
            login.organisation(),
            login.id()))
        == 1;
  }

  /**
   * A login whose browser is back from the provider.
   *
   * @param issuer to which the browser was sent
   * @param port where the client listens on its own machine; null: nowhere
   */
  public record Returned(Begun begun, String organisation, String issuer, @Nullable Integer port) {}

  /** The login of a state, which is used up by this; empty if it was, is too old or never was. */
  public Optional<Returned> returned(String state) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                update provider_logins set returned_at = now()
                where state_sha256 = :state and returned_at is null and expires_at > now()
                  and poll_seconds is null
                returning id, organisation_id, issuer, port
                """)
            .bind("state", sha256(state))
            .map((rs, context) ->
                new Returned(
                    begun(rs.getString("id"), state),
                    rs.getString("organisation_id"),
                    rs.getString("issuer"),
                    rs.getObject("port", Integer.class)))
            .findOne());
  }

  /**
   * Says who a login is by.
   *
   * @param secondFactor whether the provider has asked for two factors
   * @return the code with which the client completes it
   */
  public String proved(Returned login, String user, boolean secondFactor) {
    String code = random(BYTES);
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                update provider_logins set code_sha256 = :code, user_name = :user,
                  second_factor = :factor, expires_at = now() + :seconds * interval '1 second'
                where organisation_id = :organisation and id = :id and code_sha256 is null
                """)
            .bind("code", sha256(code))
            .bind("user", user)
            .bind("factor", secondFactor)
            .bind("seconds", CODE.toSeconds())
            .bind("organisation", login.organisation())
            .bind("id", login.begun().id())
            .execute());
    return code;
  }

  /**
   * A login that is completed.
   *
   * @param secondFactor whether the provider has asked for two factors
   */
  public record Finished(String id, String organisation, String user, boolean secondFactor) {}

  private record Row(Finished login, String challenge) {}

  /**
   * The login of a code, which is used up by this, also where the verifier is wrong.
   *
   * @param verifier what only the client knows that began the login
   * @return empty if the code was used, is too old or never was, or the verifier is another's
   */
  public Optional<Finished> finish(String code, String verifier) {
    return jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    update provider_logins set finished_at = now()
                    where code_sha256 = :code and finished_at is null and expires_at > now()
                    returning id, organisation_id, user_name, second_factor, challenge
                    """)
                .bind("code", sha256(code))
                .map((rs, context) ->
                    new Row(
                        new Finished(
                            rs.getString("id"),
                            rs.getString("organisation_id"),
                            rs.getString("user_name"),
                            rs.getBoolean("second_factor")),
                        rs.getString("challenge")))
                .findOne())
        .filter(row -> row.challenge().equals(challenge(verifier)))
        .map(Row::login);
  }

  /** What is told of a verifier at the beginning: S256 of RFC 7636. */
  public static String challenge(String verifier) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(verifier));
  }

  /** Forgets logins that nobody can complete any more. */
  public void forgetExpired() {
    jdbi.useHandle(handle ->
        handle.execute("delete from provider_logins where expires_at < now() - interval '1 day'"));
  }

  private static String random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
