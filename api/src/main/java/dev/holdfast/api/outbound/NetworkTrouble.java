package dev.holdfast.api.outbound;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Says in words for people why a receiver could not be reached; no secret is in them. */
public final class NetworkTrouble {
  private NetworkTrouble() {}

  public static String words(IOException trouble, Duration limit) {
    return switch (trouble) {
      case ForbiddenDestination forbidden -> String.valueOf(forbidden.getMessage());
      case UnansweredName unanswered -> "its host " + unanswered.getMessage();
      case UnknownHostException _ -> "its host has no address";
      case SocketTimeoutException _ -> tookTooLong(limit);
      case NoRouteToHostException _ -> "there is no way to its network";
      case ConnectException _ -> "it does not accept connections";
      case SSLException tls -> "no TLS connection: " + tls.getMessage();
      default -> "the connection broke: " + trouble.getClass().getSimpleName();
    };
  }

  public static String tookTooLong(Duration limit) {
    return "it did not answer within " + limit.toSeconds() + " s";
  }
}
