package dev.holdfast.api.openapi;

import dev.holdfast.api.auth.Requires;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;

/** What each endpoint can be answered with: by itself, and by what stands before it. */
@Component
final class EndpointAnswers {
  private static final String API = "dev/holdfast/api/";
  private static final int FORBIDDEN = 403;

  private final Answers answers = new Answers();
  private final Map<String, SortedSet<Answer>> filters = new ConcurrentHashMap<>();

  /** The problems that a request to the endpoint may be answered with. */
  SortedSet<Answer> problems(Method endpoint) {
    Requires requires = endpoint.getAnnotation(Requires.class);
    SortedSet<Answer> found = new TreeSet<>(answers.problems(endpoint));
    found.addAll(from("web/LoopbackFilter", "doFilterInternal"));
    found.addAll(from("web/ParameterFilter", "doFilterInternal"));
    found.addAll(from("web/DatabaseLossFilter", "doFilterInternal"));
    found.addAll(from("problem/ProblemAdvice", "onStatement"));
    // Tomcat's word for what it cannot read, and Spring's for a parameter of a wrong type.
    found.add(new Answer(400, "bad-request"));
    found.add(new Answer(400, "malformed-request"));
    if (takesBody(endpoint)) {
      found.addAll(from("problem/ProblemAdvice", "handleHttpMessageNotReadable"));
      found.add(new Answer(415, "unsupported-media-type"));
    } else {
      found.removeIf(answer -> answer.status() == 411 || answer.status() == 413);
    }
    if (endpoint.getReturnType() != void.class) {
      found.add(new Answer(406, "not-acceptable"));
    }
    if (hasPattern(endpoint)) {
      found.add(new Answer(404, "not-found"));
    }
    if (requires != null) {
      found.addAll(from("auth/AuthenticationFilter", "doFilterInternal"));
      found.addAll(from("auth/Refusals", "commence"));
      found.addAll(refusals(requires));
    }
    if (endpoint.getDeclaringClass().getName().contains(".codec.")) {
      found.addAll(from("auth/CodecFilter", "doFilterInternal"));
    }
    return found;
  }

  /** The statuses that it names for what it returns. */
  SortedSet<Integer> returned(Method endpoint) {
    return answers.returned(endpoint);
  }

  private List<Answer> refusals(Requires requires) {
    return from("auth/Refusals", "handle").stream()
        .filter(answer ->
            answer.status() == FORBIDDEN
                || (answer.status() == 404 && requires.on() == Requires.On.OPERATION))
        .toList();
  }

  private SortedSet<Answer> from(String owner, String method) {
    return filters.computeIfAbsent(
        owner + "." + method, missing -> answers.problems(API + owner, method));
  }

  /** A value of another form is no path of the endpoint at all. */
  private static boolean hasPattern(Method endpoint) {
    RequestMapping mapping =
        AnnotatedElementUtils.findMergedAnnotation(endpoint, RequestMapping.class);
    return mapping != null && Arrays.stream(mapping.path()).anyMatch(path -> path.contains(":"));
  }

  private static boolean takesBody(Method endpoint) {
    return Arrays.stream(endpoint.getParameters())
            .anyMatch(parameter -> parameter.isAnnotationPresent(RequestBody.class))
        || endpoint.isAnnotationPresent(io.swagger.v3.oas.annotations.parameters.RequestBody.class);
  }
}
