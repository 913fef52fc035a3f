package dev.holdfast.platform.credential;

import dev.holdfast.platform.setting.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A database of a PostgreSQL, with a login: {@code postgresql://USER:PASSWORD@HOST:PORT/DATABASE},
 * and {@code ?sslmode=MODE} after it, as libpq writes it.
 *
 * @param host a name or an address; one of IPv6 in brackets
 * @param sslMode null for what the driver does by itself: TLS where the server offers it
 */
public record PostgresAddress(
    String host,
    int port,
    String database,
    String user,
    String password,
    @Nullable String sslMode) {
  /** The form of an address, for people. */
  public static final String FORM = "postgresql://USER:PASSWORD@HOST:PORT/DATABASE";

  private static final int PORT = 5432;
  private static final String CONNECT_SECONDS = "5";
  private static final String ANSWER_SECONDS = "20";
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]+]");

  // The driver takes many more parameters, some of which load classes and write files.
  private static final Pattern QUERY =
      Pattern.compile("sslmode=(disable|allow|prefer|require|verify-full)");

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException if it is none; the message says nothing of the text
   */
  public static PostgresAddress of(String text) {
    URI uri = uri(text.strip());
    String scheme = String.valueOf(uri.getScheme());
    String[] login = String.valueOf(uri.getRawUserInfo()).split(":", 2);
    String path = String.valueOf(uri.getRawPath());
    if ((!scheme.equals("postgresql") && !scheme.equals("postgres"))
        || login.length != 2
        || path.length() < 2
        || uri.getRawFragment() != null
        || uri.getHost() == null
        || !HOST.matcher(uri.getHost()).matches()) {
      throw wrong("does not have the form " + FORM);
    }
    return new PostgresAddress(
        uri.getHost(),
        uri.getPort() < 0 ? PORT : uri.getPort(),
        decoded(path.substring(1)),
        decoded(login[0]),
        decoded(login[1]),
        sslMode(uri.getRawQuery()));
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw wrong("does not have the form " + FORM + ", with %-escapes for special characters");
    }
  }

  private static @Nullable String sslMode(@Nullable String query) {
    if (query == null) {
      return null;
    }
    Matcher matcher = QUERY.matcher(query);
    if (!matcher.matches()) {
      throw wrong("takes no parameter but sslmode=disable, allow, prefer, require or verify-full");
    }
    return matcher.group(1);
  }

  private static IllegalArgumentException wrong(String message) {
    return new IllegalArgumentException(message);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Whether both lead to the same database, be it by another login. */
  public boolean leadsWhere(PostgresAddress other) {
    return host.equalsIgnoreCase(other.host)
        && port == other.port
        && database.equals(other.database);
  }

  /** The same database by another login. */
  public PostgresAddress as(String other, String itsPassword) {
    return new PostgresAddress(host, port, database, other, itsPassword, sslMode);
  }

  /** For people: no login. */
  public String place() {
    return host + ":" + port + "/" + database;
  }

  /** As {@link #of} reads it, and every program that uses libpq. */
  public String uri() {
    return "postgresql://%s:%s@%s:%d/%s%s"
        .formatted(
            encoded(user),
            encoded(password),
            host,
            port,
            encoded(database),
            sslMode == null ? "" : "?sslmode=" + sslMode);
  }

  /**
   * Connects; each answer is awaited for {@value #ANSWER_SECONDS} seconds.
   *
   * @param allowed where it may be, as {@link Setting#LEASE_PRIVATE} says it; null for anywhere
   */
  Connection connect(@Nullable Integer allowed) throws SQLException {
    Properties properties = new Properties();
    if (allowed != null) {
      properties.setProperty("socketFactory", PostgresSockets.class.getName());
      properties.setProperty("socketFactoryArg", allowed.toString());
    }
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("loginTimeout", CONNECT_SECONDS);
    properties.setProperty("socketTimeout", ANSWER_SECONDS);
    properties.setProperty("ApplicationName", "holdfast");
    if (sslMode != null) {
      properties.setProperty("sslmode", sslMode);
      if (sslMode.equals("verify-full")) {
        // The authorities that Java trusts; else the driver wants a file in a home directory.
        properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
      }
    }
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/%s".formatted(host, port, encoded(database)), properties);
  }

  /** Says nothing of the password. */
  @Override
  public String toString() {
    return "PostgresAddress[" + user + " at " + place() + "]";
  }
}
