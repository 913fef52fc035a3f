package dev.holdfast.api.identity;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.organisation.Organisation;
import dev.holdfast.platform.organisation.Organisations;
import java.net.URI;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Adds, shows and removes organisations. */
@RestController
@RequestMapping("/api/v1/organisations")
final class OrganisationsController {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private final Organisations organisations;

  OrganisationsController(Organisations organisations) {
    this.organisations = organisations;
  }

  record NewOrganisation(@Nullable String name) {}

  record OrganisationDocument(String name, Instant createdAt, @Nullable String createdBy) {
    static OrganisationDocument of(Organisation organisation) {
      return new OrganisationDocument(
          organisation.id(), organisation.createdAt(), organisation.createdBy());
    }
  }

  @GetMapping
  @Requires(value = "organisations:read", on = Requires.On.INSTALLATION)
  Page<OrganisationDocument> list() {
    return new Page<>(organisations.list().stream().map(OrganisationDocument::of).toList(), null);
  }

  @GetMapping("/{organisation}")
  @Requires(value = "organisations:read", on = Requires.On.INSTALLATION)
  OrganisationDocument show(@PathVariable("organisation") String name) {
    return organisations.find(name).map(OrganisationDocument::of).orElseThrow(() -> unknown(name));
  }

  @PostMapping
  @Requires(value = "organisations:write", on = Requires.On.INSTALLATION)
  ResponseEntity<OrganisationDocument> add(
      @RequestBody NewOrganisation request, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    String name = request.name();
    if (name == null || !NAME.matcher(name).matches()) {
      throw ApiException.invalid(
          "name", "begins with a-z or 0-9 and has at most 63 characters of a-z, 0-9 and '-'");
    }
    Actions.onPlatform("org create " + name);
    if (!organisations.add(name, caller.name())) {
      throw ApiException.conflict(
          "organisation-exists",
          "There is or was an organisation '" + name + "'; a name is given once.");
    }
    return ResponseEntity.created(URI.create("/api/v1/organisations/" + name)).body(show(name));
  }

  /** Removes an organisation with nothing in it; its history stays. */
  @DeleteMapping("/{organisation}")
  @Requires(value = "organisations:write", on = Requires.On.INSTALLATION)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@PathVariable("organisation") String name) {
    Actions.onPlatform("org remove " + name);
    if (name.equals(Organisations.DEFAULT)) {
      throw ApiException.conflict("default-organisation", "The first organisation stays.");
    }
    switch (organisations.remove(name)) {
      case Organisations.Removal.Removed() -> {}
      case Organisations.Removal.Unknown() -> throw unknown(name);
      case Organisations.Removal.InUse(var what) ->
          throw ApiException.conflict(
              "organisation-in-use",
              "The organisation '%s' has %s; remove them first."
                  .formatted(name, String.join(", ", what)));
    }
  }

  private static ApiException unknown(String name) {
    return ApiException.notFound(
        "unknown-organisation", "There is no organisation '" + name + "'.");
  }
}
