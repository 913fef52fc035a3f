package dev.holdfast.api.outbound;

import java.net.UnknownHostException;

/** Nobody says in time which addresses a name has. */
final class UnansweredName extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  /**
   * @param why in words that go on "its host ..."
   */
  UnansweredName(String why) {
    super(why);
  }
}
