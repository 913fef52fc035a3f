package dev.holdfast.api.openapi;

import dev.holdfast.api.openapi.CompiledMethods.MethodCode;
import dev.holdfast.api.openapi.CompiledMethods.MethodName;
import java.lang.classfile.Instruction;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;

/**
 * Reads from compiled code what it answers: the problems that it and everything of the API that it
 * calls can tell, by the constants that it gives to those who make them. Says rather too much than
 * too little: what a shared piece can tell is told for all who call it.
 */
final class Answers {
  private static final String EXCEPTION = "dev/holdfast/api/problem/ApiException";
  private static final String PROBLEM = "dev/holdfast/api/problem/Problem";
  private static final String WRITER = "dev/holdfast/api/problem/ProblemWriter";
  private static final String STATUS = "org/springframework/http/HttpStatus";
  private static final String ENTITY = "org/springframework/http/ResponseEntity";
  private static final Pattern CODE = Pattern.compile("[a-z]+(-[a-z]+)*");

  private final CompiledMethods methods = new CompiledMethods();

  /** The problems that a method can tell. */
  SortedSet<Answer> problems(Method method) {
    return problems(List.of(MethodName.of(method)));
  }

  /** The problems that the methods of this name can tell, in a class that is not visible here. */
  SortedSet<Answer> problems(String owner, String name) {
    return problems(methods.named(owner, name));
  }

  /** The statuses that a method names for what it returns; none if it leaves that to Spring. */
  SortedSet<Integer> returned(Method method) {
    MethodName start = MethodName.of(method);
    SortedSet<Integer> found = new TreeSet<>();
    boolean named = false;
    Set<Integer> constants = new TreeSet<>();
    for (MethodCode code :
        reached(
            List.of(start),
            key ->
                key.owner().equals(start.owner())
                    && (key.descriptor().endsWith(ENTITY + ";")
                        || key.descriptor().endsWith(STATUS + ";")))) {
      var read = new Reading(code.key());
      for (Instruction instruction : instructions(code)) {
        read.accept(instruction);
      }
      found.addAll(read.returned);
      constants.addAll(read.statuses);
      named |= read.named;
    }
    if (named) {
      found.addAll(constants);
    }
    return found;
  }

  private SortedSet<Answer> problems(List<MethodName> starts) {
    SortedSet<Answer> found = new TreeSet<>();
    for (MethodCode code : reached(starts, MethodName::isOurs)) {
      var read = new Reading(code.key());
      for (Instruction instruction : instructions(code)) {
        read.accept(instruction);
      }
      found.addAll(read.problems);
    }
    return found;
  }

  private List<MethodCode> reached(List<MethodName> starts, Predicate<MethodName> followed) {
    Set<MethodName> seen = new HashSet<>(starts);
    Deque<MethodName> open = new ArrayDeque<>(starts);
    List<MethodCode> reached = new ArrayList<>();
    while (!open.isEmpty()) {
      for (MethodCode code : methods.of(open.pop())) {
        reached.add(code);
        for (Instruction instruction : instructions(code)) {
          for (MethodName called : called(instruction)) {
            boolean maker = Set.of(EXCEPTION, PROBLEM, WRITER).contains(called.owner());
            if (!maker && followed.test(called) && seen.add(called)) {
              open.push(called);
            }
          }
        }
      }
    }
    return reached;
  }

  private static List<Instruction> instructions(MethodCode code) {
    return code.method()
        .code()
        .orElseThrow()
        .elementStream()
        .filter(Instruction.class::isInstance)
        .map(Instruction.class::cast)
        .toList();
  }

  /** Lambdas and references to methods count as calls. */
  private static List<MethodName> called(Instruction instruction) {
    return switch (instruction) {
      case InvokeInstruction call -> List.of(key(call.method()));
      case InvokeDynamicInstruction made -> {
        List<MethodName> found = new ArrayList<>();
        for (ConstantDesc argument : made.bootstrapArgs()) {
          if (argument instanceof MethodHandleDesc handle
              && handle instanceof DirectMethodHandleDesc direct
              && direct.owner().descriptorString().startsWith("L")) {
            String owner = direct.owner().descriptorString();
            found.add(
                new MethodName(
                    owner.substring(1, owner.length() - 1),
                    direct.methodName(),
                    direct.lookupDescriptor()));
          }
        }
        yield found;
      }
      default -> List.of();
    };
  }

  private static MethodName key(MemberRefEntry entry) {
    return new MethodName(
        entry.owner().asInternalName(), entry.name().stringValue(), entry.type().stringValue());
  }

  /** Goes through one method's instructions in order. */
  private static final class Reading {
    private final MethodName where;
    private final List<Answer> problems = new ArrayList<>();
    private final Set<Integer> returned = new TreeSet<>();

    /** Statuses that no problem was made of. */
    private final Set<Integer> statuses = new TreeSet<>();

    /** What has been named since the last problem was made. */
    private final LinkedHashSet<String> codes = new LinkedHashSet<>();

    private int last;
    private boolean named;

    Reading(MethodName where) {
      this.where = where;
    }

    void accept(Instruction instruction) {
      switch (instruction) {
        case FieldInstruction field when field.owner().asInternalName().equals(STATUS) -> {
          int status = HttpStatus.valueOf(field.name().stringValue()).value();
          statuses.add(status);
          last = status;
          codes.clear();
        }
        case ConstantInstruction constant
            when constant.constantValue() instanceof String text && CODE.matcher(text).matches() ->
            codes.add(text);
        case InvokeInstruction call -> accept(key(call.method()));
        default -> {}
      }
    }

    private void accept(MethodName call) {
      switch (call.owner()) {
        case EXCEPTION -> onException(call.name());
        case PROBLEM -> {
          if (call.name().equals("of")) {
            tell();
          }
        }
        case WRITER -> {
          if (call.name().equals("write")) {
            tell();
          }
        }
        case ENTITY -> onEntity(call.name());
        default -> {}
      }
    }

    private void onException(String factory) {
      switch (factory) {
        case "invalid" -> tell(422, List.of("invalid-input"));
        case "notFound" -> tell(404, one());
        case "conflict" -> tell(409, one());
        case "unavailable" -> tell(503, one());
        case "of" -> tell();
        default -> {}
      }
    }

    private void tell() {
      tell(last, told());
      statuses.remove(last);
    }

    private void tell(int status, List<String> named) {
      if (named.isEmpty()) {
        throw new IllegalStateException(
            "%s.%s makes a problem of a status and a code that are not constants; name them where it is made, so that the API's document can tell them"
                .formatted(where.owner().replace('/', '.'), where.name()));
      }
      named.forEach(code -> problems.add(new Answer(status, code)));
      codes.clear();
    }

    /** A single word may as well be part of a text: it counts where nothing else does. */
    private List<String> told() {
      List<String> hyphenated = codes.stream().filter(code -> code.contains("-")).toList();
      return hyphenated.isEmpty() && !codes.isEmpty() ? List.of(codes.getLast()) : hyphenated;
    }

    /** What was named before may have been for something else. */
    private List<String> one() {
      List<String> told = told();
      return told.isEmpty() ? told : List.of(told.getLast());
    }

    private void onEntity(String factory) {
      switch (factory) {
        case "ok" -> returned.add(200);
        case "created" -> returned.add(201);
        case "accepted" -> returned.add(202);
        case "noContent" -> returned.add(204);
        case "status" -> named = true;
        default -> {}
      }
    }
  }
}
