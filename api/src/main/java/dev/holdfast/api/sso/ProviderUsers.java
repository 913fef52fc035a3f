package dev.holdfast.api.sso;

import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import dev.holdfast.platform.sso.IdentityProvider;
import dev.holdfast.platform.sso.UserIdentities;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** Finds the user whom an identity provider speaks of, and records who it is. */
@Component
final class ProviderUsers {
  private final UserIdentities identities;
  private final LoginSteps steps;

  ProviderUsers(UserIdentities identities, LoginSteps steps) {
    this.identities = identities;
    this.steps = steps;
  }

  /**
   * The user, made if the provider is set so, with what the groups of now give.
   *
   * @param login its id
   * @throws LoginRefused if there is none
   */
  String of(
      IdentityProvider provider, IDTokenClaimsSet claims, String login, HttpServletRequest request)
      throws LoginRefused {
    return switch (known(provider, claims)) {
      case UserIdentities.Login.By by -> {
        steps.succeeded(request, provider.organisation(), by.user(), told(login, claims, by));
        yield by.user();
      }
      case UserIdentities.Login.Refused refused ->
          throw new LoginRefused(refused.user(), refused.reason());
    };
  }

  private UserIdentities.Login known(IdentityProvider provider, IDTokenClaimsSet claims) {
    return identities.login(
        new UserIdentities.Claims(
            provider.organisation(),
            provider.issuer(),
            claims.getSubject().getValue(),
            TokenWords.groups(provider, claims)),
        provider.createsUsers(),
        TokenWords.name(provider, claims));
  }

  private static String told(String login, IDTokenClaimsSet claims, UserIdentities.Login.By by) {
    var text =
        new StringBuilder(by.made() ? "has made the user of the subject " : "is by the subject ")
            .append(Discovery.printable(claims.getSubject().getValue()));
    if (!by.added().isEmpty()) {
      text.append("; its groups give ").append(String.join(", ", by.added()));
    }
    if (!by.ended().isEmpty()) {
      text.append("; its groups give no longer ").append(String.join(", ", by.ended()));
    }
    return text.append(" (").append(login).append(")").toString();
  }
}
