package dev.holdfast.api.openapi;

import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names a record within another class by both, and lets no two types have one name: the document
 * would tell of the one what is true of the other.
 */
final class SchemaNames extends TypeNameResolver {
  private final Map<String, Class<?>> named = new ConcurrentHashMap<>();

  @Override
  protected String nameForClass(Class<?> type, Set<Options> options) {
    String name = name(type, options);
    Class<?> other = named.putIfAbsent(name, type);
    if (other != null && other != type) {
      throw new IllegalStateException(
          "%s and %s would both be '%s' in the API's document; give one of them another name with @Schema(name = …)"
              .formatted(other.getName(), type.getName(), name));
    }
    return name;
  }

  private String name(Class<?> type, Set<Options> options) {
    Class<?> outer = type.getEnclosingClass();
    return outer == null
        ? super.nameForClass(type, options)
        : name(outer, options).replace("Controller", "") + type.getSimpleName();
  }

  @Override
  protected String nameForGenericType(JavaType type, Set<Options> options) {
    var name = new StringBuilder(nameForClass(type.getRawClass(), options)).append("Of");
    for (int i = 0; i < type.containedTypeCount(); i++) {
      name.append(nameForType(type.containedType(i), options));
    }
    return name.toString();
  }
}
