package dev.holdfast.api.quotas;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.api.web.MinuteCounts;
import dev.holdfast.platform.organisation.Organisations;
import dev.holdfast.platform.organisation.Quota;
import dev.holdfast.platform.organisation.Quotas;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says how much of the platform an organisation may use; for administrators of the platform. */
@RestController
@RequestMapping("/api/v1/organisations/{organisation}/quotas")
final class QuotaController {
  private final Quotas quotas;
  private final Organisations organisations;
  private final MinuteCounts counts;

  QuotaController(Quotas quotas, Organisations organisations, MinuteCounts counts) {
    this.quotas = quotas;
    this.organisations = organisations;
    this.counts = counts;
  }

  /**
   * @param used at this moment; of requests, in this minute
   * @param most null for no limit
   */
  @Schema(name = "OrganisationQuota")
  record QuotaDocument(Quota quota, long used, @Nullable Long most) {}

  /**
   * @param quotas which change, by name; below 0 for no limit
   */
  @Schema(name = "OrganisationQuotaChange")
  record Change(@Nullable Map<String, Long> quotas) {}

  @GetMapping
  @Requires(value = "organisations:read", on = Requires.On.INSTALLATION)
  List<QuotaDocument> show(@PathVariable("organisation") String name) {
    require(name);
    Map<Quota, Long> limits = quotas.limits(name);
    Map<Quota, Long> uses = quotas.uses(name);
    return Stream.of(Quota.values())
        .map(quota -> {
          Long used = uses.get(quota);
          return new QuotaDocument(
              quota, used == null ? counts.now(Quotas.requestsOf(name)) : used, limits.get(quota));
        })
        .toList();
  }

  /** Changes limits; what an organisation has beyond a new one, it keeps. */
  @PatchMapping
  @Requires(value = "organisations:write", on = Requires.On.INSTALLATION)
  List<QuotaDocument> change(
      @PathVariable("organisation") String name,
      @RequestBody Change request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    require(name);
    List<FieldError> errors = new ArrayList<>();
    Map<Quota, @Nullable Long> most = new TreeMap<>();
    Map<String, Long> given = request.quotas() == null ? Map.of() : request.quotas();
    given.forEach((word, limit) -> {
      Optional<Quota> quota = Quota.find(word);
      if (quota.isPresent()) {
        most.put(quota.get(), limit < 0 ? null : limit);
      } else {
        errors.add(
            new FieldError(
                "quotas." + word,
                "is none of: "
                    + String.join(", ", Stream.of(Quota.values()).map(Quota::word).toList())));
      }
    });
    if (given.isEmpty()) {
      errors.add(new FieldError("quotas", "names none"));
    }
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    Actions.onPlatform("org quota set " + name + words(most));
    quotas.set(name, most, caller.name());
    return show(name);
  }

  private static String words(Map<Quota, @Nullable Long> most) {
    var words = new StringBuilder();
    most.forEach((quota, limit) ->
        words
            .append(" --")
            .append(quota.word())
            .append(' ')
            .append(limit == null ? "unlimited" : limit));
    return words.toString();
  }

  private void require(String name) {
    if (organisations.find(name).isEmpty()) {
      throw ApiException.notFound(
          "unknown-organisation", "There is no organisation '" + name + "'.");
    }
  }
}
