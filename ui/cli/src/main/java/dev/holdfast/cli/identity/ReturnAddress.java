package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person brings from a browser: the code, or, where that browser could not reach the
 * platform, the address at which it stopped, which is opened in its place.
 */
final class ReturnAddress {
  private static final String PATH = "/auth/provider/callback";
  private static final Pattern CODE = Pattern.compile("<pre>([A-Za-z0-9_-]+)</pre>");

  private ReturnAddress() {}

  /**
   * The code.
   *
   * @param platform where the login was begun, and nowhere else is asked
   * @throws Failure if the address is not one, or the login is refused
   */
  static String code(String brought, ApiClient platform) {
    String typed = brought.strip();
    if (!typed.contains("://")) {
      return typed;
    }
    int query = typed.indexOf('?');
    if (query < 0 || !typed.substring(0, query).endsWith(PATH)) {
      throw Failure.usage(
          "this is not the address to which the provider has sent the browser",
          "it ends in " + PATH + "?state=… with all that follows");
    }
    try {
      Matcher code = CODE.matcher(platform.page(PATH + typed.substring(query)));
      if (code.find()) {
        return code.group(1);
      }
      throw new Failure(
          ExitCode.REFUSED,
          "the login was refused",
          "begin it again; an administrator of your organisation finds the reason in the audit");
    } catch (IllegalArgumentException e) {
      throw Failure.usage("the address has characters that no address has", "copy all of it");
    }
  }
}
