package dev.holdfast.api.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.api.problem.Problem;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.OperationType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.stereotype.Component;

/** What the document says as a whole: who may ask, where, and the catalogue's operations. */
@Component
final class ContractDocument implements GlobalOpenApiCustomizer {
  static final String BEARER = "bearer";
  static final String COOKIE = "session";
  static final String PROBLEM = "#/components/schemas/Problem";

  private static final String START = "operations.start";

  @Override
  public void customise(OpenAPI document) {
    document.setInfo(
        new Info()
            .title("Holdfast")
            .version("1")
            .description(
                "Runs operations on fleets of Linux servers. Errors are problem documents of RFC"
                    + " 9457; programs go by `code`. Whatever may be answered is listed at each"
                    + " endpoint; `x-permission` names the permission that it takes."));
    document.setServers(List.of(new Server().url("/").description("This platform")));
    Components components = document.getComponents();
    components.addSecuritySchemes(
        BEARER,
        new SecurityScheme()
            .type(SecurityScheme.Type.HTTP)
            .scheme("bearer")
            .description("An access token of a login, or an API token."));
    components.addSecuritySchemes(
        COOKIE,
        new SecurityScheme()
            .type(SecurityScheme.Type.APIKEY)
            .in(SecurityScheme.In.COOKIE)
            .name("holdfast_session_PORT")
            .description(
                "A browser's session; PORT is the API's. It changes something only from a page of"
                    + " the platform itself."));
    ModelConverters.getInstance(true).readAll(Problem.class).forEach(components::addSchemas);
    document.setTags(null);
    unambiguous(document);
    shared(document);
    start(document);
  }

  /** One method may be reached by several paths and methods. */
  private static void unambiguous(OpenAPI document) {
    Map<String, Integer> seen = new HashMap<>();
    for (PathItem path : new TreeMap<>(document.getPaths()).values()) {
      for (Operation operation : path.readOperations()) {
        int number = seen.merge(operation.getOperationId(), 1, Integer::sum);
        if (number > 1) {
          operation.setOperationId(operation.getOperationId() + "." + number);
        }
      }
    }
  }

  /** The same refusals are told once, under the name that lists them. */
  private static void shared(OpenAPI document) {
    for (PathItem path : document.getPaths().values()) {
      for (Operation operation : path.readOperations()) {
        operation
            .getResponses()
            .replaceAll((status, response) -> {
              if (response.getExtensions() == null
                  || response.getContent().size() > 1
                  || !(response.getExtensions().get(OperationContract.CODES)
                      instanceof List<?> codes)) {
                return response;
              }
              List<String> parts = new ArrayList<>(List.of(status));
              codes.forEach(code -> parts.add(String.valueOf(code)));
              String name = String.join(".", parts);
              document.getComponents().addResponses(name, response);
              return new ApiResponse().$ref("#/components/responses/" + name);
            });
      }
    }
  }

  /** The input of each operation of the catalogue, and an example of a request for each. */
  private static void start(OpenAPI document) {
    Operation start =
        document.getPaths().values().stream()
            .flatMap(path -> path.readOperations().stream())
            .filter(operation -> operation.getOperationId().equals(START))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("there is no endpoint " + START));
    MediaType body =
        Objects.requireNonNull(start.getRequestBody().getContent().get("application/json"));
    Map<String, Object> inputs = new LinkedHashMap<>();
    for (OperationType type : Catalogue.operations()) {
      String name = "Input." + type.name();
      document.getComponents().addSchemas(name, schema(type));
      inputs.put(type.name(), "#/components/schemas/" + name);
      body.addExamples(
          type.name(),
          new Example()
              .summary(type.title())
              .value(
                  Map.of("type", type.name(), "selector", "all", "input", json(type.example()))));
    }
    body.addExtension("x-inputs", inputs);
  }

  /** As it is: the model has no place for some of what a schema may say. */
  private static JsonSchema schema(OperationType type) {
    Map<String, Object> keywords = json(type.schema());
    // Its references are to places within itself.
    keywords.put("$id", "urn:holdfast:input:" + type.name());
    var schema = new JsonSchema();
    schema.setExtensions(keywords);
    return schema;
  }

  private static Map<String, Object> json(String text) {
    try {
      return Json31.mapper().readValue(text, new TypeReference<Map<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + text, e);
    }
  }
}
