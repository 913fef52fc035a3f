package dev.holdfast.standalone.port;

/** The ports of the platform, each with the number that is tried first. */
public enum Port {
  API("api", 8080),
  TEMPORAL("temporal", 7233),
  TEMPORAL_UI("temporal-ui", 8233),
  TEMPORAL_UI_SERVER("temporal-ui-server", 8234),
  POSTGRES("postgres", 15432),
  REDIS("redis", 16379),
  TEMPORAL_HISTORY("temporal-history", 7234),
  TEMPORAL_MATCHING("temporal-matching", 7235),
  TEMPORAL_WORKER("temporal-worker", 7239),
  FRONTEND_MEMBERSHIP("temporal-frontend-membership", 6933),
  HISTORY_MEMBERSHIP("temporal-history-membership", 6934),
  MATCHING_MEMBERSHIP("temporal-matching-membership", 6935),
  WORKER_MEMBERSHIP("temporal-worker-membership", 6939);

  final String key;
  final int usual;

  Port(String key, int usual) {
    this.key = key;
    this.usual = usual;
  }
}
