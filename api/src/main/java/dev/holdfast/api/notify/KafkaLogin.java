package dev.holdfast.api.notify;

import dev.holdfast.platform.notify.Deliveries.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.SaslAuthenticateRequest;
import org.apache.kafka.common.requests.SaslAuthenticateResponse;
import org.apache.kafka.common.requests.SaslHandshakeRequest;
import org.apache.kafka.common.requests.SaslHandshakeResponse;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.apache.kafka.common.security.scram.internals.ScramMessages.ServerFirstMessage;
import org.apache.kafka.common.security.scram.internals.ScramSaslClient;

/** Logs in to a broker by SASL: PLAIN (RFC 4616), or SCRAM-SHA-512 (RFC 5802, 7677). */
final class KafkaLogin {
  private static final short HANDSHAKE = 1;
  private static final short AUTHENTICATE = 0;

  /** Kafka's own users have at most 16,384; more would only keep us busy. */
  private static final int MOST_ITERATIONS = 100_000;

  private final KafkaBroker broker;
  private final String user;
  private final String password;

  KafkaLogin(KafkaBroker broker, String user, String password) {
    this.broker = broker;
    this.user = user;
    this.password = password;
  }

  /**
   * Sends the password itself.
   *
   * @throws SendFailure if it is not accepted
   */
  void plain() throws IOException, SendFailure {
    shakeHands("PLAIN");
    var _ = say(("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Proves that we know the password, and has the broker prove it.
   *
   * @throws SendFailure if either does not
   */
  void scram() throws IOException, SendFailure {
    ScramMechanism mechanism = ScramMechanism.SCRAM_SHA_512;
    shakeHands(mechanism.mechanismName());
    try {
      SaslClient client = new ScramSaslClient(mechanism, this::give);
      byte[] challenge = say(client.evaluateChallenge(new byte[0]));
      if (new ServerFirstMessage(challenge).iterations() > MOST_ITERATIONS) {
        throw new SaslException();
      }
      byte[] proof = say(client.evaluateChallenge(challenge));
      var _ = client.evaluateChallenge(proof);
    } catch (SaslException | IllegalArgumentException e) {
      throw new SendFailure(Failure.OF_SINK, "it does not log in as SCRAM-SHA-512 has it");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void give(Callback[] wanted) throws UnsupportedCallbackException {
    for (Callback callback : wanted) {
      switch (callback) {
        case NameCallback name -> name.setName(user);
        case PasswordCallback secret -> secret.setPassword(password.toCharArray());
        default -> throw new UnsupportedCallbackException(callback);
      }
    }
  }

  private void shakeHands(String mechanism) throws IOException, SendFailure {
    var request =
        new SaslHandshakeRequest.Builder(new SaslHandshakeRequestData().setMechanism(mechanism))
            .build(HANDSHAKE);
    if (broker.ask(request, SaslHandshakeResponse.class).error() != Errors.NONE) {
      throw new SendFailure(Failure.OF_SINK, "nobody logs in there by " + mechanism);
    }
  }

  private byte[] say(byte[] text) throws IOException, SendFailure {
    var request =
        new SaslAuthenticateRequest.Builder(new SaslAuthenticateRequestData().setAuthBytes(text))
            .build(AUTHENTICATE);
    SaslAuthenticateResponseData answer =
        broker.ask(request, SaslAuthenticateResponse.class).data();
    if (answer.errorCode() != Errors.NONE.code()) {
      throw new SendFailure(Failure.OF_SINK, "it does not accept the user and the password");
    }
    return answer.authBytes();
  }
}
