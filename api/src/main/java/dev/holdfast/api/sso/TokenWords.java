package dev.holdfast.api.sso;

import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.platform.sso.IdentityProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads from an ID token what its provider's settings say: a name, groups, factors. */
final class TokenWords {
  private TokenWords() {}

  /** The name of a user who has to be made; null if there is none that a user can have. */
  static @Nullable String name(IdentityProvider provider, IDTokenClaimsSet claims) {
    if (!(claim(claims.toJSONObject(), provider.userClaim()) instanceof String text)) {
      return null;
    }
    int at = text.indexOf('@');
    String name = (at < 0 ? text : text.substring(0, at)).strip().toLowerCase(Locale.ROOT);
    return Users.NAME.matcher(name).matches() ? name : null;
  }

  static Set<String> groups(IdentityProvider provider, IDTokenClaimsSet claims) {
    return new HashSet<>(texts(claim(claims.toJSONObject(), provider.groupsClaim())));
  }

  /** Whether the provider says that it has asked for two factors. */
  static boolean twoFactors(IdentityProvider provider, IDTokenClaimsSet claims) {
    Map<String, Object> all = claims.toJSONObject();
    List<String> said = new ArrayList<>(texts(all.get("amr")));
    said.addAll(texts(all.get("acr")));
    return said.stream().anyMatch(provider.secondFactor()::contains);
  }

  /** A claim by its name; where there is none, one within others: {@code realm_access.roles}. */
  private static @Nullable Object claim(Map<String, ?> claims, String name) {
    Object found = claims.get(name);
    int dot = name.indexOf('.');
    if (found == null && dot > 0 && claims.get(name.substring(0, dot)) instanceof Map<?, ?> inner) {
      Map<String, @Nullable Object> named = new java.util.HashMap<>();
      inner.forEach((key, value) -> named.put(String.valueOf(key), value));
      return claim(named, name.substring(dot + 1));
    }
    return found;
  }

  private static List<String> texts(@Nullable Object value) {
    return switch (value) {
      case String text -> List.of(text);
      case Collection<?> several ->
          several.stream().filter(String.class::isInstance).map(String.class::cast).toList();
      case null, default -> List.of();
    };
  }
}
