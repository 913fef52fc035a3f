package dev.holdfast.api.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Says of records what their components say: one that is not {@link Nullable} is always there, and
 * one that is may be null. What is any JSON is any JSON.
 */
@Component
final class RecordSchemas implements ModelConverter {

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    JavaType java = Json31.mapper().constructType(type.getType());
    if (java != null && JsonNode.class.isAssignableFrom(java.getRawClass())) {
      return new JsonSchema();
    }
    Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
    if (java != null && java.isRecordType() && schema != null) {
      describe(java.getRawClass(), defined(schema, context));
    }
    return schema;
  }

  private static Schema<?> defined(Schema<?> schema, ModelConverterContext context) {
    String ref = schema.get$ref();
    if (ref == null) {
      return schema;
    }
    Schema<?> named = context.getDefinedModels().get(ref.substring(ref.lastIndexOf('/') + 1));
    return named == null ? schema : named;
  }

  private static void describe(Class<?> type, Schema<?> schema) {
    if (schema.getProperties() == null) {
      return;
    }
    JsonInclude whole = type.getAnnotation(JsonInclude.class);
    List<String> required = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = name(component);
      Schema<?> property = schema.getProperties().get(name);
      if (property == null) {
        continue;
      }
      if (component.getAccessor().isAnnotationPresent(JsonRawValue.class)) {
        // The text is JSON, and told as what it says.
        property = new JsonSchema();
        schema.getProperties().put(name, property);
      }
      JsonInclude own = component.getAccessor().getAnnotation(JsonInclude.class);
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      boolean leftOut = leavesOut(own == null ? whole : own, nullable);
      if (!leftOut && !nullable) {
        required.add(name);
      }
      if (nullable) {
        schema.getProperties().put(name, orNull(property));
      }
    }
    schema.setRequired(required.isEmpty() ? null : required);
  }

  private static boolean leavesOut(@Nullable JsonInclude include, boolean nullable) {
    return include != null
        && switch (include.value()) {
          case NON_EMPTY, NON_DEFAULT -> true;
          case NON_NULL, NON_ABSENT -> nullable;
          default -> false;
        };
  }

  private static String name(RecordComponent component) {
    JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
    return property == null || property.value().isEmpty() ? component.getName() : property.value();
  }

  private static Schema<?> orNull(Schema<?> schema) {
    Set<String> types = schema.getTypes();
    if (schema.get$ref() != null) {
      var none = new JsonSchema();
      none.addType("null");
      var either = new JsonSchema();
      either.addAnyOfItem(new JsonSchema().$ref(schema.get$ref()));
      either.addAnyOfItem(none);
      return either;
    }
    if (types != null && !types.contains("null")) {
      Set<String> wider = new LinkedHashSet<>(types);
      wider.add("null");
      schema.setTypes(wider);
      if (schema.getEnum() != null && !schema.getEnum().contains(null)) {
        schema.addEnumItemObject(null);
      }
    }
    return schema;
  }
}
