package dev.holdfast.activities.transfer;

import dev.holdfast.schemas.server.Server;

/**
 * Where bytes come from or go to.
 *
 * @param root whether as root, by sudo where the login user is another
 */
record Place(Server server, String path, boolean root) {

  /** The user that a program run as root has to become; empty for root. */
  String user() {
    return root || server.user().equals("root") ? "" : server.user();
  }
}
