package dev.holdfast.api.organisations;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The SQL statements in the program's sources, as far as their text is in one file. */
final class Statements {
  private static final Pattern TABLE =
      Pattern.compile("\\b(?:from|join|into|update|using)\\s+([a-z_]+)");

  /** A message that speaks of what comes from a file is none. */
  private static final Pattern SQL =
      Pattern.compile("\\b(?:select|insert|update|delete)\\b|^ ?from ");

  private Statements() {}

  /**
   * A statement.
   *
   * @param method where it is: {@code Servers.add}
   * @param text in lower case, with single spaces; what is not known until it runs is a {@code ?}
   */
  record Statement(String method, String text) {
    Set<String> tables() {
      Set<String> tables = new TreeSet<>();
      Matcher matcher = TABLE.matcher(text);
      while (matcher.find()) {
        tables.add(matcher.group(1));
      }
      return tables;
    }
  }

  /** Every text in the sources of these modules that names a table, except parts of others. */
  static List<Statement> of(Path root, List<String> modules) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Statement> statements = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<Path> sources = new ArrayList<>();
      for (String module : modules) {
        try (Stream<Path> walk = Files.walk(root.resolve(module).resolve("src/main/java"))) {
          walk.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
      }
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources));
      for (CompilationUnitTree unit : task.parse()) {
        new Reader(statements).scan(unit, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return statements;
  }

  /** Evaluates the strings of one file, as the compiler would. */
  private static final class Reader extends TreeScanner<Void, Void> {
    private final List<Statement> statements;
    private final Map<String, ExpressionTree> constants = new HashMap<>();
    private final Set<String> parts = new TreeSet<>();
    private String type = "";
    private String method = "";

    Reader(List<Statement> statements) {
      this.statements = statements;
    }

    @Override
    public Void visitClass(ClassTree node, Void nothing) {
      String outer = type;
      if (outer.isEmpty()) {
        type = node.getSimpleName().toString();
        collect(node);
      }
      super.visitClass(node, null);
      type = outer;
      return null;
    }

    private void collect(ClassTree node) {
      for (Tree member : node.getMembers()) {
        if (member instanceof VariableTree field && field.getInitializer() != null) {
          constants.put(field.getName().toString(), field.getInitializer());
        } else if (member instanceof ClassTree inner) {
          collect(inner);
        }
      }
    }

    @Override
    public Void visitMethod(MethodTree node, Void nothing) {
      String before = method;
      method = node.getName().toString();
      super.visitMethod(node, null);
      method = before;
      return null;
    }

    @Override
    public Void visitVariable(VariableTree node, Void nothing) {
      // A constant is read where it is used, as the whole that it is part of.
      boolean constant = method.isEmpty() && constants.containsValue(node.getInitializer());
      return constant ? null : super.visitVariable(node, null);
    }

    @Override
    public Void visitLiteral(LiteralTree node, Void nothing) {
      keep(node);
      return null;
    }

    @Override
    public Void visitIdentifier(IdentifierTree node, Void nothing) {
      keep(node);
      return null;
    }

    @Override
    public Void visitBinary(BinaryTree node, Void nothing) {
      if (node.getKind() != Tree.Kind.PLUS) {
        return super.visitBinary(node, null);
      }
      keep(node);
      return null;
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree node, Void nothing) {
      if (isFormatted(node)) {
        keep(node);
        return null;
      }
      return super.visitMethodInvocation(node, null);
    }

    private static boolean isFormatted(MethodInvocationTree node) {
      return node.getMethodSelect() instanceof MemberSelectTree select
          && select.getIdentifier().contentEquals("formatted");
    }

    private void keep(ExpressionTree node) {
      String text = text(node).toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
      Statement statement = new Statement(type + "." + method, text);
      if (SQL.matcher(text).find() && TABLE.matcher(text).find()) {
        statements.add(statement);
      }
    }

    private String text(ExpressionTree node) {
      return switch (node) {
        case LiteralTree literal -> String.valueOf(literal.getValue());
        case ParenthesizedTree inner -> text(inner.getExpression());
        case BinaryTree both -> text(both.getLeftOperand()) + text(both.getRightOperand());
        case ConditionalExpressionTree either ->
            text(either.getTrueExpression()) + " ; " + text(either.getFalseExpression());
        case IdentifierTree name -> constant(name.getName().toString());
        case MethodInvocationTree call when isFormatted(call) -> formatted(call);
        default -> "?";
      };
    }

    private String constant(String name) {
      ExpressionTree value = constants.get(name);
      if (value == null || !parts.add(name)) {
        return "?";
      }
      String text = text(value);
      parts.remove(name);
      return text;
    }

    private String formatted(MethodInvocationTree call) {
      String text = text(((MemberSelectTree) call.getMethodSelect()).getExpression());
      for (ExpressionTree argument : call.getArguments()) {
        text = text.replaceFirst("%[a-z]", Matcher.quoteReplacement(text(argument)));
      }
      return text;
    }
  }
}
