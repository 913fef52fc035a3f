package dev.holdfast.api.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.holdfast.platform.identity.SigningKeys;
import dev.holdfast.platform.identity.Subject;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Signs and reads access tokens: JSON Web Tokens of half an hour. The roles and permissions in one
 * inform whoever has it and decide nothing. Thread-safe.
 */
@Component
@SuppressWarnings("JavaUtilDate") // the library knows no other
public final class AccessTokens {
  /** How long a token is good. */
  public static final Duration LIFETIME = Duration.ofMinutes(30);

  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final Duration KEYS_KNOWN = Duration.ofMinutes(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final JWSAlgorithm ALGORITHM = JWSAlgorithm.ES256;
  private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
  private static final String ISSUER = "holdfast";
  private static final String AUDIENCE = "holdfast-api";
  private static final String ACCESS = "access";
  private static final int LONGEST = 4000;

  private final SigningKeys keys;
  private volatile Known known = new Known(Map.of(), Instant.EPOCH);

  AccessTokens(SigningKeys keys) {
    this.keys = keys;
  }

  /** A signed token. */
  public record Signed(String token, Instant expiresAt) {}

  /** What a token is. */
  sealed interface Read {
    /** It was signed here, and is good by its time. */
    record Good(String user, String session, long version) implements Read {}

    /** It was signed here, and its time is over. */
    record Expired() implements Read {}

    /** It is none of ours. */
    record Foreign() implements Read {}
  }

  private record Known(Map<String, ECKey> keys, Instant at) {}

  /**
   * Signs a token.
   *
   * @param version the user's authorisation version, read before what is granted
   */
  public Signed sign(Subject subject, String session, long version) {
    try {
      ECKey key = ECKey.parse(keys.current(AccessTokens::fresh).privateKey());
      Instant now = Instant.now();
      Instant end = now.plus(LIFETIME);
      String token = sign(key, claims(subject, session, version, now, end).build());
      if (token.length() > LONGEST) {
        // The client can still ask for them: GET /me.
        token =
            sign(
                key,
                claims(subject, session, version, now, end).claim("permissions", null).build());
      }
      return new Signed(token, end);
    } catch (JOSEException | ParseException e) {
      throw new IllegalStateException("cannot sign an access token", e);
    }
  }

  private static String sign(ECKey key, JWTClaimsSet claims) throws JOSEException {
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(ALGORITHM).type(TYPE).keyID(key.getKeyID()).build(), claims);
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  private static JWTClaimsSet.Builder claims(
      Subject subject, String session, long version, Instant now, Instant end) {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(AUDIENCE)
        .subject(subject.user())
        .jwtID(UUID.randomUUID().toString())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(end))
        .claim("type", ACCESS)
        .claim("org", subject.organisation())
        .claim("sid", session)
        .claim("ver", version)
        .claim("roles", subject.held().stream().map(Subject.Held::role).distinct().toList())
        .claim(
            "permissions",
            subject.held().stream().map(held -> held.permission().toString()).distinct().toList());
  }

  /** Whether it has the form of a signed token. */
  static boolean looksLike(String token) {
    return token.chars().filter(c -> c == '.').count() == 2;
  }

  /** Reads a token; nothing that it says about itself decides how it is checked. */
  Read read(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWSHeader header = jwt.getHeader();
      ECKey key = header.getKeyID() == null ? null : key(header.getKeyID());
      if (!ALGORITHM.equals(header.getAlgorithm())
          || !TYPE.equals(header.getType())
          || key == null
          || !jwt.verify(new ECDSAVerifier(key))) {
        return new Read.Foreign();
      }
      return read(jwt.getJWTClaimsSet());
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      return new Read.Foreign();
    }
  }

  private static Read read(JWTClaimsSet claims) throws ParseException {
    String user = claims.getSubject();
    String session = claims.getStringClaim("sid");
    Long version = claims.getLongClaim("ver");
    Date issued = claims.getIssueTime();
    Date end = claims.getExpirationTime();
    Instant now = Instant.now();
    if (!ISSUER.equals(claims.getIssuer())
        || !List.of(AUDIENCE).equals(claims.getAudience())
        || !ACCESS.equals(claims.getStringClaim("type"))
        || user == null
        || session == null
        || version == null
        || issued == null
        || end == null
        || issued.toInstant().isAfter(now.plus(SKEW))) {
      return new Read.Foreign();
    }
    return end.toInstant().isBefore(now.minus(SKEW))
        ? new Read.Expired()
        : new Read.Good(user, session, version);
  }

  /** The public keys of all tokens that may still be good, as a JSON Web Key Set. */
  String published() {
    return new JWKSet(List.copyOf(load().values())).toString(true);
  }

  private @Nullable ECKey key(String kid) {
    Known before = known;
    ECKey found = before.keys().get(kid);
    Duration age = Duration.between(before.at(), Instant.now());
    if (age.compareTo(found == null ? BETWEEN_LOOKS : KEYS_KNOWN) > 0) {
      return load().get(kid);
    }
    return found;
  }

  private Map<String, ECKey> load() {
    Map<String, ECKey> loaded = new HashMap<>();
    for (String text : keys.published(LIFETIME.plus(SKEW))) {
      try {
        ECKey key = ECKey.parse(text).toPublicJWK();
        loaded.put(key.getKeyID(), key);
      } catch (ParseException e) {
        throw new IllegalStateException("a signing key is none", e);
      }
    }
    known = new Known(Map.copyOf(loaded), Instant.now());
    return loaded;
  }

  private static SigningKeys.Key fresh() {
    try {
      ECKey key =
          new ECKeyGenerator(Curve.P_256)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(ALGORITHM)
              .keyID(UUID.randomUUID().toString())
              .generate();
      return new SigningKeys.Key(
          key.getKeyID(), key.toPublicJWK().toJSONString(), key.toJSONString());
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot make a signing key", e);
    }
  }
}
