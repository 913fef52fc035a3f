package dev.holdfast.api.sso;

import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.identity.Delegation;
import dev.holdfast.api.identity.Programs;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.identity.Permission;
import dev.holdfast.platform.sso.IdentityProvider;
import dev.holdfast.platform.sso.IdentityProviders;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Keeps the identity provider of an organisation. Whoever sets it decides who logs in as whom, so
 * it takes what setting everybody's password takes: every permission on all servers.
 */
@RestController
@RequestMapping("/api/v1/identity-provider")
final class IdentityProviderController {
  private static final String READ = "identity-providers:read";
  private static final String WRITE = "identity-providers:write";

  private final IdentityProviders providers;
  private final Discovery discovery;
  private final ProviderTokens tokens;
  private final RedirectAddress redirect;

  IdentityProviderController(
      IdentityProviders providers,
      Discovery discovery,
      ProviderTokens tokens,
      RedirectAddress redirect) {
    this.providers = providers;
    this.discovery = discovery;
    this.tokens = tokens;
    this.redirect = redirect;
  }

  @GetMapping
  @Requires(READ)
  ProviderDocument show(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return document(find(caller));
  }

  /** Sets the provider, once its discovery document says that it can be used. */
  @PutMapping
  @Requires(WRITE)
  ProviderDocument set(
      @RequestBody ProviderRequest request, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    require(caller);
    IdentityProvider provider = request.provider(caller.organisation(), caller.name());
    checkKept(request, provider);
    Actions.onPlatform(
        "org identity-provider set %s --client-id %s%s"
            .formatted(
                provider.issuer(),
                provider.clientId(),
                provider.createsUsers() ? " --create-users" : ""));
    List<String> wrong = wrong(provider);
    if (!wrong.isEmpty()) {
      throw ApiException.invalid("issuer", String.join("; ", wrong));
    }
    providers.save(provider, request.clientSecret());
    return show(caller);
  }

  /** Ends logins through the provider, with the links, grants and sessions that came of it. */
  @DeleteMapping
  @Requires(WRITE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    require(caller);
    Actions.onPlatform("org identity-provider remove");
    if (!providers.remove(caller.organisation(), caller.name())) {
      throw none(caller);
    }
  }

  /**
   * What became of a test.
   *
   * @param wrong why nobody can log in; empty if they can
   * @param notes what should be known, though it works
   * @param redirectUri what has to be allowed at the provider, which no test can see
   */
  @Schema(name = "IdentityProviderTest")
  record Tested(boolean good, List<String> wrong, List<String> notes, String redirectUri) {}

  /** Asks the provider whether it can be used, and whether it knows this client. */
  @PostMapping("/test")
  @Requires(WRITE)
  Tested test(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    IdentityProvider provider = find(caller);
    Actions.onPlatform("org identity-provider test");
    List<String> wrong = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    try {
      OIDCProviderMetadata metadata = discovery.read(provider.issuer(), provider.authorities());
      wrong.addAll(Discovery.wrong(metadata, provider.issuer()));
      notes.addAll(Discovery.notes(metadata));
      if (wrong.isEmpty()) {
        checkKeys(provider, metadata, wrong);
        Optional<String> refused = tokens.refusesClient(provider, metadata, redirect.of(provider));
        refused.ifPresent(wrong::add);
      }
    } catch (ProviderTrouble e) {
      wrong.add(e.reason());
    }
    return new Tested(wrong.isEmpty(), wrong, notes, redirect.of(provider).toString());
  }

  private List<String> wrong(IdentityProvider provider) {
    List<String> wrong = new ArrayList<>();
    try {
      OIDCProviderMetadata metadata = discovery.read(provider.issuer(), provider.authorities());
      wrong.addAll(Discovery.wrong(metadata, provider.issuer()));
      if (wrong.isEmpty()) {
        checkKeys(provider, metadata, wrong);
      }
    } catch (ProviderTrouble e) {
      wrong.add(e.reason());
    }
    return wrong;
  }

  private void checkKeys(
      IdentityProvider provider, OIDCProviderMetadata metadata, List<String> wrong)
      throws ProviderTrouble {
    if (discovery.keys(metadata, provider.authorities()).getKeys().isEmpty()) {
      wrong.add("it publishes no keys");
    }
  }

  /** A secret that was given for one provider is not sent to another. */
  private void checkKept(ProviderRequest request, IdentityProvider provider) {
    if (request.clientSecret() != null) {
      return;
    }
    Optional<IdentityProvider> before = providers.find(provider.organisation());
    boolean same =
        before.isPresent()
            && before.get().issuer().equals(provider.issuer())
            && Objects.equals(before.get().authorities(), provider.authorities());
    if (!same) {
      throw ApiException.invalid(
          "clientSecret",
          "is missing: the secret of the client, or an empty one for a client without a secret");
    }
  }

  private static void require(Caller caller) {
    Programs.refuse(caller, "changes no logins");
    Delegation.check(caller, "The identity provider of everybody", List.of(Permission.ALL), null);
  }

  private ProviderDocument document(IdentityProvider provider) {
    return ProviderDocument.of(
        provider, providers.secret(provider.organisation()).isPresent(), redirect.of(provider));
  }

  private IdentityProvider find(Caller caller) {
    return providers.find(caller.organisation()).orElseThrow(() -> none(caller));
  }

  static ApiException none(Caller caller) {
    return ApiException.notFound(
        "no-identity-provider",
        "The organisation '%s' has no identity provider; org identity-provider set sets one."
            .formatted(caller.organisation()));
  }
}
