package dev.holdfast.api.sso;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationGrantError;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A small identity provider that does what it is told, well or badly. */
@SuppressWarnings("JavaUtilDate") // the library knows no other
final class TestProvider implements AutoCloseable {
  static final String CLIENT = "holdfast";
  static final String SECRET = "s3cret of the client";

  // Making one takes longer than everything else.
  private static final RSAKey KEY = generated();
  private static final RSAKey FOREIGN_KEY = generated();

  private final HttpServer server;
  private final Map<String, AuthenticationRequest> codes = new ConcurrentHashMap<>();

  /** What differs from a document that is right. */
  final Map<String, @Nullable Object> metadata = new HashMap<>();

  /** What differs from a token that is right. */
  UnaryOperator<JWTClaimsSet.Builder> token = claims -> claims;

  /** How tokens are signed. */
  Signing signing = Signing.RIGHT;

  String subject = "sub-1";
  Map<String, Object> claims = Map.of();

  enum Signing {
    RIGHT,
    NONE,
    HS256,
    FOREIGN_KEY
  }

  TestProvider() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/.well-known/openid-configuration", this::discovery);
    server.createContext(
        "/keys", exchange -> answer(exchange, 200, new JWKSet(KEY.toPublicJWK()).toString()));
    server.createContext("/token", this::token);
    server.createContext("/device", this::device);
    server.start();
  }

  private static RSAKey generated() {
    try {
      return new RSAKeyGenerator(2048).keyID("one").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What an organisation sets. */
  Map<String, Object> settings(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("issuer", issuer());
    settings.put("clientId", CLIENT);
    settings.put("clientSecret", SECRET);
    settings.putAll(more);
    return settings;
  }

  /** Logs somebody in, and says where the browser is sent. */
  URI authorise(String url) {
    try {
      AuthenticationRequest request = AuthenticationRequest.parse(URI.create(url));
      if (!CodeChallengeMethod.S256.equals(request.getCodeChallengeMethod())
          || request.getNonce() == null) {
        throw new IllegalStateException("no PKCE or no nonce: " + url);
      }
      String code = UUID.randomUUID().toString();
      codes.put(code, request);
      return callback(
          request.getRedirectionURI(),
          Map.of("code", code, "state", request.getState().getValue(), "iss", issuer()));
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  static URI callback(URI redirect, Map<String, String> parameters) {
    List<String> query = new ArrayList<>();
    parameters.forEach(
        (name, value) -> query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return URI.create(redirect + "?" + String.join("&", query));
  }

  private void discovery(HttpExchange exchange) throws IOException {
    Map<String, @Nullable Object> document = new HashMap<>();
    document.put("issuer", issuer());
    document.put("authorization_endpoint", issuer() + "/authorize");
    document.put("token_endpoint", issuer() + "/token");
    document.put("jwks_uri", issuer() + "/keys");
    document.put("device_authorization_endpoint", issuer() + "/device");
    document.put("end_session_endpoint", issuer() + "/logout?from=discovery");
    document.put("response_types_supported", List.of("code"));
    document.put("subject_types_supported", List.of("public"));
    document.put("id_token_signing_alg_values_supported", List.of("RS256"));
    document.put("code_challenge_methods_supported", List.of("S256"));
    document.put("authorization_response_iss_parameter_supported", true);
    metadata.forEach((name, value) -> {
      if (value == null) {
        document.remove(name);
      } else {
        document.put(name, value);
      }
    });
    answer(exchange, 200, new JsonMapper().writeValueAsString(document));
  }

  private void token(HttpExchange exchange) throws IOException {
    try {
      var http = new HTTPRequest(HTTPRequest.Method.POST, URI.create(issuer() + "/token"));
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> http.setHeader(name, values.toArray(String[]::new)));
      http.setBody(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      TokenResponse response = response(TokenRequest.parse(http));
      var answer = response.toHTTPResponse();
      answer(exchange, answer.getStatusCode(), String.valueOf(answer.getBody()));
    } catch (ParseException | JOSEException e) {
      answer(exchange, 400, "{\"error\":\"invalid_request\"}");
    }
  }

  private TokenResponse response(TokenRequest request) throws JOSEException {
    if (!(request.getClientAuthentication() instanceof ClientSecretBasic basic)
        || !basic.getClientID().getValue().equals(CLIENT)
        || !basic.getClientSecret().getValue().equals(SECRET)) {
      return new TokenErrorResponse(OAuth2Error.INVALID_CLIENT);
    }
    if (request.getAuthorizationGrant() instanceof DeviceCodeGrant grant) {
      return onDevice(grant.getDeviceCode().getValue());
    }
    AuthorizationCodeGrant grant = (AuthorizationCodeGrant) request.getAuthorizationGrant();
    AuthenticationRequest asked = codes.remove(grant.getAuthorizationCode().getValue());
    if (asked == null
        || !CodeChallenge.compute(CodeChallengeMethod.S256, grant.getCodeVerifier())
            .equals(asked.getCodeChallenge())
        || !asked.getRedirectionURI().equals(grant.getRedirectionURI())) {
      return new TokenErrorResponse(OAuth2Error.INVALID_GRANT);
    }
    return new OIDCTokenResponse(
        new OIDCTokens(idToken(asked.getNonce().getValue()), new BearerAccessToken(), null));
  }

  /** What somebody does with a login on another machine. */
  enum Device {
    NOTHING,
    TOO_OFTEN,
    CONFIRM,
    DENY
  }

  /** What is done with the logins on other machines from now on. */
  Device device = Device.NOTHING;

  private final Set<String> devices = ConcurrentHashMap.newKeySet();

  private void device(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean client =
        ("Basic "
                + Base64.getEncoder()
                    .encodeToString(
                        (CLIENT + ":" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8))
                            .getBytes(StandardCharsets.UTF_8)))
            .equals(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!client || !body.contains("scope=openid")) {
      answer(exchange, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
    String code = UUID.randomUUID().toString();
    devices.add(code);
    answer(
        exchange,
        200,
        """
        {"device_code":"%s","user_code":"WDJB-MJHT","verification_uri":"%s/activate",
         "verification_uri_complete":"%s/activate?code=WDJB-MJHT","expires_in":600,"interval":1}
        """
            .formatted(code, issuer(), issuer()));
  }

  private TokenResponse onDevice(String code) throws JOSEException {
    if (!devices.contains(code)) {
      return new TokenErrorResponse(OAuth2Error.INVALID_GRANT);
    }
    return switch (device) {
      case NOTHING -> new TokenErrorResponse(DeviceAuthorizationGrantError.AUTHORIZATION_PENDING);
      case TOO_OFTEN -> new TokenErrorResponse(DeviceAuthorizationGrantError.SLOW_DOWN);
      case DENY -> new TokenErrorResponse(OAuth2Error.ACCESS_DENIED);
      case CONFIRM -> {
        devices.remove(code);
        yield new OIDCTokenResponse(new OIDCTokens(idToken(null), new BearerAccessToken(), null));
      }
    };
  }

  private JWT idToken(@Nullable String nonce) throws JOSEException {
    Instant now = Instant.now();
    var builder =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .audience(CLIENT)
            .subject(subject)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(300)))
            .claim("nonce", nonce);
    claims.forEach(builder::claim);
    JWTClaimsSet said = token.apply(builder).build();
    if (signing == Signing.NONE) {
      return new PlainJWT(said);
    }
    boolean symmetric = signing == Signing.HS256;
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(symmetric ? JWSAlgorithm.HS256 : JWSAlgorithm.RS256)
                .keyID("one")
                .build(),
            said);
    // With the public key as a secret: what a checker that trusts "alg" would accept.
    jwt.sign(
        symmetric
            ? new MACSigner(KEY.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8))
            : new RSASSASigner(signing == Signing.FOREIGN_KEY ? FOREIGN_KEY : KEY));
    return jwt;
  }

  /** A code that the provider has not given. */
  static String madeUp() {
    return new AuthorizationCode().getValue();
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
