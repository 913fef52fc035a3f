package dev.holdfast.api.openapi;

import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.Problem;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Completes what is told of an endpoint: its permission, every answer, and what lists share. */
@Component
final class OperationContract implements GlobalOperationCustomizer {
  /** The extension that names the permission that an endpoint takes. */
  static final String PERMISSION = "x-permission";

  /** The extension that lists the codes of a problem. */
  static final String CODES = "x-problem-codes";

  /** What a parameter of this name means wherever there is one. */
  private static final Map<String, String> SHARED =
      Map.of(
          "cursor", "Where the page begins: `next` of the page before; without it, at the start.",
          "limit", "How many a page has at most; a number out of bounds counts as the nearest.",
          "since", "Only what is later: a time of ISO 8601, or how long ago, such as `2h` or `3d`.",
          "Idempotency-Key",
              "1 to 200 characters: the same request again with the same key starts"
                  + " nothing and is answered with what the first one started.");

  private final EndpointAnswers answers;

  OperationContract(EndpointAnswers answers) {
    this.answers = answers;
  }

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    Method method = handler.getMethod();
    String subject = words(method.getDeclaringClass().getSimpleName().replace("Controller", ""));
    operation.setTags(List.of(subject));
    operation.setOperationId(subject + "." + method.getName());
    Requires requires = method.getAnnotation(Requires.class);
    if (requires == null) {
      operation.setSecurity(List.of());
    } else {
      operation.setSecurity(
          List.of(
              new SecurityRequirement().addList(ContractDocument.BEARER),
              new SecurityRequirement().addList(ContractDocument.COOKIE)));
      operation.addExtension(PERMISSION, requires.value());
      operation.addExtension(
          PERMISSION + "-on", requires.on().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    if (operation.getParameters() != null) {
      operation.getParameters().forEach(OperationContract::describe);
    }
    operation.getResponses().values().forEach(response -> anyJson(response.getContent()));
    if (operation.getRequestBody() != null) {
      anyJson(operation.getRequestBody().getContent());
    }
    operation.setResponses(responses(operation.getResponses(), method));
    return operation;
  }

  private static void describe(Parameter parameter) {
    String shared = SHARED.get(parameter.getName());
    if (shared != null && parameter.getDescription() == null) {
      parameter.setDescription(shared);
    }
  }

  private ApiResponses responses(ApiResponses known, Method method) {
    Map<Integer, ApiResponse> all = new TreeMap<>();
    ApiResponse first = known.values().iterator().next();
    SortedSet<Integer> returned = answers.returned(method);
    if (returned.isEmpty()) {
      known.forEach((status, response) -> all.put(Integer.valueOf(status), response));
    }
    for (int status : returned) {
      all.put(
          status,
          new ApiResponse()
              .description(HttpStatus.valueOf(status).getReasonPhrase())
              .content(copy(first.getContent())));
    }
    all.forEach((status, response) ->
        response.setDescription(HttpStatus.valueOf(status).getReasonPhrase()));
    Map<Integer, SortedSet<String>> problems = new TreeMap<>();
    for (Answer answer : answers.problems(method)) {
      problems.computeIfAbsent(answer.status(), none -> new TreeSet<>()).add(answer.code());
    }
    problems.forEach((status, codes) -> add(all, status, codes));
    var responses = new ApiResponses();
    all.forEach((status, response) -> responses.addApiResponse(String.valueOf(status), response));
    return responses;
  }

  /** Beside what the endpoint itself answers with this status, such as a page. */
  private static void add(Map<Integer, ApiResponse> all, int status, SortedSet<String> codes) {
    ApiResponse response = all.computeIfAbsent(status, none -> new ApiResponse());
    Content content = response.getContent() == null ? new Content() : response.getContent();
    content.addMediaType(Problem.MEDIA_TYPE, new MediaType().schema(problem(codes)));
    response.setContent(content);
    response.setDescription(
        HttpStatus.valueOf(status).getReasonPhrase() + ": " + String.join(", ", codes));
    response.addExtension(CODES, List.copyOf(codes));
  }

  /** A text that is JSON is not a JSON string. */
  private static void anyJson(@Nullable Content content) {
    MediaType json = content == null ? null : content.get("application/json");
    if (json != null
        && json.getSchema() != null
        && json.getSchema().get$ref() == null
        && Set.of("string").equals(json.getSchema().getTypes())) {
      var object = new JsonSchema();
      object.addType("object");
      json.setSchema(object);
    }
  }

  private static Schema<?> problem(SortedSet<String> codes) {
    var code = new JsonSchema();
    code.addType("string");
    codes.forEach(code::addEnumItemObject);
    var narrowed = new JsonSchema();
    narrowed.addProperty("code", code);
    var schema = new JsonSchema();
    schema.addAllOfItem(new JsonSchema().$ref(ContractDocument.PROBLEM));
    schema.addAllOfItem(narrowed);
    return schema;
  }

  private static @Nullable Content copy(@Nullable Content content) {
    if (content == null) {
      return null;
    }
    var copy = new Content();
    copy.putAll(content);
    return copy;
  }

  /** {@code DeadLetters} as {@code dead-letters}. */
  private static String words(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
