package dev.holdfast.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/** Users with passwords, for tests. */
final class Logins {
  static final TestPlatform PLATFORM = TestPlatform.get();
  static final Http OWNER = PLATFORM.owner();
  static final Http NOBODY = OWNER.as(null);
  static final String PASSWORD = "Tulip-29-Wolf+Sky";

  private static final Set<String> USERS = ConcurrentHashMap.newKeySet();

  private Logins() {}

  /** Adds a user with this role and {@link #PASSWORD}. All tests share one platform. */
  static void user(String name, String role) {
    assertThat(USERS.add(name)).as(name + " is a user of another test").isTrue();
    PLATFORM.user(name, role, "all");
    Answer set = OWNER.post("/api/v1/users/" + name + "/password", Map.of("password", PASSWORD));
    assertThat(set.status()).as(set.body()).isEqualTo(200);
  }

  static Answer login(String name, String password) {
    return NOBODY.post("/api/v1/auth/login", Map.of("user", name, "password", password));
  }

  /** Logs in with {@link #PASSWORD}. */
  static Answer login(String name) {
    Answer answer = login(name, PASSWORD);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  static Http as(Answer login) {
    return OWNER.as(login.text("accessToken"));
  }

  static Answer refresh(String token) {
    return NOBODY.post("/api/v1/auth/refresh", Map.of("refreshToken", token));
  }

  /** Everybody shares the loopback address. */
  static void unlock() {
    sql("delete from login_failures");
  }

  /** Lets time pass in the database, or what would take too long. */
  static void sql(String statement, Object... values) {
    PLATFORM.part(Jdbi.class).useHandle(handle -> handle.execute(statement, values));
  }

  /**
   * What a query finds.
   *
   * @param value of {@code :value} in it
   */
  static List<String> texts(String query, String value) {
    return PLATFORM
        .part(Jdbi.class)
        .withHandle(
            handle -> handle.createQuery(query).bind("value", value).mapTo(String.class).list());
  }

  static String audited() {
    return OWNER.get("/api/v1/audit?limit=50").body();
  }
}
