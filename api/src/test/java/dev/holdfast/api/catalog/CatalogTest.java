package dev.holdfast.api.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.schemas.catalogue.Catalogue;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class CatalogTest {
  private static final Http OWNER = TestPlatform.get().owner();

  @Test
  void shouldDescribeAnOperationWithSchemaAndExample() {
    JsonNode lockdown = OWNER.get("/api/v1/catalog/lockdown").json();

    assertThat(OWNER.get("/api/v1/catalog").json().path("items").size())
        .isEqualTo(Catalogue.operations().size());
    assertThat(lockdown.path("schema").path("properties").has("sshd")).isTrue();
    assertThat(lockdown.path("example").isObject()).isTrue();
  }

  @Test
  void shouldSayWhatThereIsWhenAskedForWhatThereIsNot() {
    assertThat(OWNER.get("/api/v1/catalog/lokdown").status()).isEqualTo(404);
    assertThat(OWNER.get("/api/v1/catalog/lokdown").text("detail"))
        .contains("server-setup, lockdown");
    assertThat(OWNER.get("/api/v1/nothing").text("code")).isEqualTo("not-found");
  }

  @Test
  void shouldPublishItsOpenApiDocument() {
    JsonNode openapi = OWNER.get("/openapi.json").json();

    assertThat(openapi.path("openapi").asString()).startsWith("3.1");
    assertThat(openapi.path("paths").propertyNames())
        .contains("/api/v1/operations", "/api/v1/servers/{name}/trust");
    assertThat(OWNER.get("/docs").header("Location")).contains("swagger-ui/index.html");
    assertThat(OWNER.get("/swagger-ui/index.html").status()).isEqualTo(200);
  }
}
