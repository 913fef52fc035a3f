package dev.holdfast.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.identity.Permission;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.OperationType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every endpoint and every operation says what it takes. */
final class RequiredPermissionsTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();

  /** What anybody may ask without a token; a new one is a decision, made here and there. */
  private static final Set<String> PUBLIC =
      Set.of(
          "/health/live",
          "/health/ready",
          "/auth/one-time",
          "/shared/{token}",
          "/api/v1/auth/login",
          "/api/v1/auth/mfa",
          "/api/v1/auth/refresh",
          "/api/v1/auth/provider",
          "/api/v1/auth/provider/device",
          "/api/v1/auth/provider/device/finish",
          "/api/v1/auth/provider/finish",
          "/auth/provider/callback",
          "/.well-known/jwks.json",
          "/api/v1/.well-known/jwks.json");

  @Test
  void shouldDeclareAPermissionOnEveryEndpoint() {
    List<String> undeclared = new ArrayList<>();
    Set<String> open = new TreeSet<>();
    Set<String> wrong = new TreeSet<>();
    int declared = 0;
    for (RequestMappingHandlerMapping mapping :
        PLATFORM.parts(RequestMappingHandlerMapping.class)) {
      for (var entry : mapping.getHandlerMethods().entrySet()) {
        HandlerMethod method = entry.getValue();
        if (!method.getBeanType().getName().startsWith("dev.holdfast.")) {
          continue;
        }
        Requires requires = method.getMethodAnnotation(Requires.class);
        Set<String> paths = new HashSet<>(entry.getKey().getPatternValues());
        if (requires == null) {
          if (PUBLIC.containsAll(paths)) {
            open.addAll(paths);
          } else {
            undeclared.add(
                "%s.%s: %s"
                    .formatted(
                        method.getBeanType().getName(), method.getMethod().getName(), paths));
          }
          continue;
        }
        declared++;
        Permission.of(requires.value());
        String variable =
            switch (requires.on()) {
              case SERVER -> "{name}";
              case OPERATION -> "{id}";
              case PLATFORM, INSTALLATION, ANY_SCOPE -> "";
            };
        paths.stream().filter(path -> !path.contains(variable)).forEach(wrong::add);
      }
    }

    assertThat(undeclared)
        .withFailMessage(
            """
            These endpoints declare no permission, so that only the platform's administrator reaches them:
              %s
            Put @Requires("resource:action") on the method (dev.holdfast.api.auth.Requires says which 'on' to choose;
            a list shows only what Access lets the caller see), and add the permission to the roles of
            dev.holdfast.platform.identity.SystemRoles that it suits.\
            """
                .formatted(String.join("\n  ", undeclared)))
        .isEmpty();
    assertThat(wrong).as("paths without the variable that On names").isEmpty();
    assertThat(open).isEqualTo(PUBLIC);
    assertThat(declared).isGreaterThan(40);
  }

  @Test
  void shouldHaveAPermissionForEveryOperation() {
    assertThat(Catalogue.operations())
        .allSatisfy(type ->
            assertThat(Permission.of(type.permission()))
                .isEqualTo(
                    type.scope() == OperationType.Scope.SUBJECT
                        ? new Permission(type.name() + "s", "write")
                        : new Permission(type.name(), "run")));
  }
}
