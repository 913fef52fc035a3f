package dev.holdfast.api.auth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** Finds the method that a request will reach, by asking the dispatcher's own mappings. */
@Component
final class Endpoints {
  // The mappings come to be after the filters, which need this.
  private final ObjectProvider<RequestMappingHandlerMapping> mappings;

  Endpoints(ObjectProvider<RequestMappingHandlerMapping> mappings) {
    this.mappings = mappings;
  }

  /**
   * An endpoint.
   *
   * @param requires null if it declares no permission
   * @param variables those of its path
   */
  record Endpoint(@Nullable Requires requires, Map<String, String> variables) {}

  /** The endpoint of a request; null if no method of a controller will answer it. */
  @Nullable Endpoint of(HttpServletRequest request) {
    var copy = new Untouched(request);
    if (!ServletRequestPathUtils.hasParsedRequestPath(copy)) {
      ServletRequestPathUtils.parseAndCache(copy);
    }
    for (RequestMappingHandlerMapping mapping : mappings) {
      HandlerExecutionChain chain = chain(mapping, copy);
      if (chain != null) {
        return chain.getHandler() instanceof HandlerMethod method
            ? new Endpoint(method.getMethodAnnotation(Requires.class), variables(copy))
            : null;
      }
    }
    return null;
  }

  /**
   * The dispatcher will answer in the same way whatever makes this fail, such as a wrong method.
   */
  private static @Nullable HandlerExecutionChain chain(
      RequestMappingHandlerMapping mapping, HttpServletRequest request) {
    try {
      return mapping.getHandler(request);
    } catch (Exception e) {
      return null;
    }
  }

  private static Map<String, String> variables(HttpServletRequest request) {
    Map<String, String> variables = new HashMap<>();
    if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
        instanceof Map<?, ?> found) {
      found.forEach((name, value) -> variables.put(String.valueOf(name), String.valueOf(value)));
    }
    return variables;
  }

  /** Keeps the attributes that a mapping sets away from the request itself. */
  private static final class Untouched extends HttpServletRequestWrapper {
    private final Map<String, @Nullable Object> changed = new HashMap<>();

    Untouched(HttpServletRequest request) {
      super(request);
    }

    @Override
    public @Nullable Object getAttribute(String name) {
      return changed.containsKey(name) ? changed.get(name) : super.getAttribute(name);
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
      changed.put(name, value);
    }

    @Override
    public void removeAttribute(String name) {
      changed.put(name, null);
    }

    @Override
    public Enumeration<String> getAttributeNames() {
      Set<String> names = new HashSet<>(Collections.list(super.getAttributeNames()));
      changed.forEach((name, value) -> {
        if (value == null) {
          names.remove(name);
        } else {
          names.add(name);
        }
      });
      return Collections.enumeration(names);
    }
  }
}
