package dev.holdfast.api.auth;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Publishes the keys with which others can check access tokens. */
@RestController
final class JwksController {
  private final AccessTokens tokens;

  JwksController(AccessTokens tokens) {
    this.tokens = tokens;
  }

  @GetMapping(
      path = {PublicEndpoints.KEYS, PublicEndpoints.API_KEYS},
      produces = MediaType.APPLICATION_JSON_VALUE)
  String keys() {
    return tokens.published();
  }
}
