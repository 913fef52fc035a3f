package dev.holdfast.demo;

/** What the demo sets up on its servers. */
final class SetupInput {
  private SetupInput() {}

  /**
   * The input of server-setup as JSON.
   *
   * @param key the public key that the new user logs in with
   */
  static String json(String key) {
    return """
    {
      "groups": [{"name": "operators"}],
      "users": [
        {"name": "deploy", "groups": ["operators"], "authorizedKeys": ["%s"]}
      ],
      "sudo": [
        {"user": "deploy", "commands": ["/usr/bin/systemctl restart app.service"]}
      ],
      "directories": [
        {"path": "/srv/app/releases", "owner": "deploy", "group": "operators", "mode": "2775"}
      ],
      "packages": ["rsync"]
    }
    """
        .formatted(key);
  }
}
