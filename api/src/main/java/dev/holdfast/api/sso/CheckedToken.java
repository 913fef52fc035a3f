package dev.holdfast.api.sso;

import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;

/**
 * An ID token that is good for a login.
 *
 * @param claims what it says
 * @param text itself, as the provider has signed it
 */
record CheckedToken(IDTokenClaimsSet claims, String text) {
  /** Says nothing of it. */
  @Override
  public String toString() {
    return "CheckedToken[]";
  }
}
