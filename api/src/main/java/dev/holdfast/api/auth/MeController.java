package dev.holdfast.api.auth;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;

/** Tells callers who they are. */
@RestController
final class MeController {

  @GetMapping("/api/v1/me")
  Caller me(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return caller;
  }
}
