package dev.holdfast.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** From where a request comes. */
public final class Client {
  private static final int NETWORK_BYTES = 8;

  private Client() {}

  /** The address, and the program as it names itself. */
  public static String of(HttpServletRequest request) {
    String program = request.getHeader("User-Agent");
    return request.getRemoteAddr() + (program == null ? "" : " " + program);
  }

  /** By what requests from its address are counted. */
  public static String counted(HttpServletRequest request) {
    return network(request.getRemoteAddr());
  }

  /**
   * An address itself; of IPv6 its network of 64 bits, since whoever has one address of it has them
   * all.
   */
  static String network(String address) {
    try {
      if (InetAddress.ofLiteral(address) instanceof Inet6Address six && !six.isLoopbackAddress()) {
        byte[] bytes = six.getAddress();
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
      }
    } catch (IllegalArgumentException | UnknownHostException e) {
      // Nothing that we know better.
    }
    return address;
  }
}
