package dev.holdfast.lab.testing;

import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.SharedLab;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Keeps the lab of the test JVM and hands it out. */
final class LabExtension implements BeforeAllCallback, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(LabExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    up(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Type type = parameter.getParameter().getParameterizedType();
    return type == Lab.class || type == LabServer.class || isServers(type);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Lab lab = lab(context);
    Type type = parameter.getParameter().getParameterizedType();
    if (type == Lab.class) {
      return lab;
    }
    if (type == LabServer.class) {
      return lab.server(first(annotation(context)));
    }
    return up(context);
  }

  private static boolean isServers(Type type) {
    return type instanceof ParameterizedType list
        && list.getRawType() == List.class
        && list.getActualTypeArguments()[0] == LabServer.class;
  }

  /** The class's servers, started where they are not there. */
  private static List<LabServer> up(ExtensionContext context) {
    LabTest test = annotation(context);
    Lab lab = lab(context);
    if (test.docker()) {
      return lab.upWithDocker(test.servers());
    }
    if (test.podman()) {
      return lab.upWithPodman(test.servers());
    }
    return lab.up(test.servers(), test.manager());
  }

  private static String first(LabTest test) {
    if (test.docker()) {
      return "docker-1";
    }
    if (test.podman()) {
      return "podman-1";
    }
    return switch (test.manager()) {
      case APT -> "lab-1";
      case DNF -> "dnf-1";
      case ZYPPER -> "zypper-1";
    };
  }

  private static LabTest annotation(ExtensionContext context) {
    Class<?> test = context.getRequiredTestClass();
    for (Class<?> type = test; type != null; type = type.getEnclosingClass()) {
      LabTest annotation = type.getAnnotation(LabTest.class);
      if (annotation != null) {
        return annotation;
      }
    }
    throw new IllegalStateException(test + " has no @LabTest");
  }

  /** The store of the root is closed when the last test of the JVM has ended. */
  private static Lab lab(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(
            SharedLab.class,
            key -> SharedLab.open(Path.of("target", "lab-home"), System.err::println),
            SharedLab.class)
        .lab();
  }
}
