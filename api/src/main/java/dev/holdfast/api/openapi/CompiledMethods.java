package dev.holdfast.api.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.PermittedSubclassesAttribute;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The compiled methods of the API's own classes. */
final class CompiledMethods {
  private static final String OURS = "dev/holdfast/api/";

  private final Map<String, ClassModel> classes = new ConcurrentHashMap<>();

  /** A method by its class's internal name, its name and its descriptor. */
  record MethodName(String owner, String name, String descriptor) {
    static MethodName of(Method method) {
      var type =
          MethodTypeDesc.ofDescriptor(
              java.lang.invoke.MethodType.methodType(
                      method.getReturnType(), method.getParameterTypes())
                  .toMethodDescriptorString());
      return new MethodName(
          method.getDeclaringClass().getName().replace('.', '/'),
          method.getName(),
          type.descriptorString());
    }

    boolean isOurs() {
      return owner.startsWith(OURS);
    }
  }

  /** A method's code and those that it stands for: the ones that a sealed type's parts have. */
  List<MethodCode> of(MethodName key) {
    List<MethodCode> found = new ArrayList<>();
    ClassModel model = read(key.owner());
    method(model, key).ifPresent(found::add);
    if (found.isEmpty()) {
      model
          .superclass()
          .map(superclass ->
              new MethodName(superclass.asInternalName(), key.name(), key.descriptor()))
          .filter(MethodName::isOurs)
          .ifPresent(inherited -> found.addAll(of(inherited)));
    }
    for (String part : parts(model)) {
      found.addAll(of(new MethodName(part, key.name(), key.descriptor())));
    }
    return found;
  }

  /** Every method of this name. */
  List<MethodName> named(String owner, String name) {
    List<MethodName> found =
        read(owner).methods().stream()
            .filter(method -> method.methodName().equalsString(name))
            .map(
                method -> new MethodName(owner, name, method.methodTypeSymbol().descriptorString()))
            .toList();
    if (found.isEmpty()) {
      throw new IllegalStateException("there is no method '" + name + "' in " + owner);
    }
    return found;
  }

  /** One method with code. */
  record MethodCode(MethodName key, MethodModel method) {}

  private static Optional<MethodCode> method(ClassModel model, MethodName key) {
    return model.methods().stream()
        .filter(method -> method.methodName().equalsString(key.name()))
        .filter(method -> method.methodType().equalsString(key.descriptor()))
        .filter(method -> method.code().isPresent())
        .findFirst()
        .map(method -> new MethodCode(key, method));
  }

  private static List<String> parts(ClassModel model) {
    return model
        .findAttribute(Attributes.permittedSubclasses())
        .map(PermittedSubclassesAttribute::permittedSubclasses)
        .map(parts -> parts.stream().map(part -> part.asInternalName()).toList())
        .orElse(List.of());
  }

  private ClassModel read(String name) {
    return classes.computeIfAbsent(
        name,
        missing -> {
          try (InputStream in =
              getClass().getClassLoader().getResourceAsStream(missing + ".class")) {
            if (in == null) {
              throw new IllegalStateException("there is no class " + missing);
            }
            return ClassFile.of().parse(in.readAllBytes());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
