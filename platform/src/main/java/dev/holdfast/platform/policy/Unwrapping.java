package dev.holdfast.platform.policy;

import dev.holdfast.platform.policy.CommandReading.Seen;
import dev.holdfast.platform.policy.CommandReading.SeenScript;
import dev.holdfast.platform.policy.Launchers.Launcher;
import dev.holdfast.platform.policy.Launchers.Trait;
import dev.holdfast.platform.policy.shell.ShellText;
import dev.holdfast.platform.policy.shell.SimpleCommand;
import dev.holdfast.platform.policy.shell.Unreadable;
import dev.holdfast.platform.policy.shell.Word;
import dev.holdfast.schemas.command.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows a command to the commands that it starts. */
final class Unwrapping {
  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash");
  private static final int DEEPEST = 12;
  private static final int MOST = 20_000;

  private final Invocation invocation;
  private final List<Seen> commands = new ArrayList<>();
  private final List<SeenScript> scripts = new ArrayList<>();
  private final WrittenFiles files = new WrittenFiles();
  private @Nullable String doubt;

  Unwrapping(Invocation invocation) {
    this.invocation = invocation;
  }

  /**
   * Where a command stands.
   *
   * @param root something around it gives it other rights
   * @param counted variables of its shell that are used in arithmetic
   */
  record Place(boolean root, int depth, Set<String> counted) {
    Place inside(boolean asRoot) {
      return new Place(root || asRoot, depth + 1, counted);
    }
  }

  CommandReading read() {
    Place top = new Place(false, 0, Set.of());
    switch (invocation) {
      case Invocation.Words(List<String> argv) -> words(argv, top);
      case Invocation.Script script -> script(script, top);
    }
    if (doubt == null) {
      doubt = files.doubt().orElse(null);
    }
    return new CommandReading(invocation, commands, scripts, doubt);
  }

  private void words(List<String> argv, Place place) {
    List<Word> words = argv.stream().map(Word::of).toList();
    if (!isEnvironmentOfScript(argv)) {
      command(words, place);
      return;
    }
    // The script itself is another invocation, and is read as that.
    argv.subList(1, argv.size() - 1)
        .forEach(variable -> variable(variable.substring(0, variable.indexOf('='))));
    seen("env", words, place);
    seen(baseName(argv.getLast()), List.of(words.getLast()), place.inside(false));
  }

  /** {@code env NAME=VALUE … sh}, as variables for a script are asked about. */
  private static boolean isEnvironmentOfScript(List<String> argv) {
    return argv.size() > 2
        && argv.getFirst().equals("env")
        && argv.subList(1, argv.size() - 1).stream().allMatch(word -> word.indexOf('=') > 0)
        && (SHELLS.contains(baseName(argv.getLast()))
            || Interpreters.isOne(baseName(argv.getLast())));
  }

  void script(Invocation.Script script, Place place) {
    scripts.add(new SeenScript(script, place.root()));
    String shell = baseName(script.interpreter());
    if (!SHELLS.contains(shell)) {
      doubt("a script of '%s', which the policy does not read".formatted(shell));
      return;
    }
    ShellText text = ShellText.read(script.text());
    Place inside = new Place(place.root(), place.depth() + 1, text.counted());
    text.written().forEach(files::written);
    for (SimpleCommand command : text.commands()) {
      for (String variable : command.assigned()) {
        variable(variable);
      }
      if (!command.words().isEmpty()) {
        command(command.words(), inside);
      }
    }
    doubt(text.doubt());
  }

  void text(String shell, Word text, Place place) throws Unreadable {
    if (!text.known()) {
      throw new Unreadable("a text for '%s' that only the shell knows".formatted(shell));
    }
    if (!text.start().isBlank()) {
      script(new Invocation.Script(shell, text.start()), place.inside(false));
    }
  }

  void command(List<Word> words, Place place) {
    Optional<String> program = words.getFirst().baseName();
    if (program.isEmpty()) {
      doubt(
          "the program's name, which only the shell knows: %s; write it out"
              .formatted(words.getFirst().text()));
      return;
    }
    if (place.depth() > DEEPEST || commands.size() >= MOST) {
      doubt("more commands within commands than are read");
      return;
    }
    if (program.get().startsWith("-")) {
      doubt("the option %s where a command is expected".formatted(program.get()));
      return;
    }
    seen(program.get(), words, place);
    if (words.getFirst().known()) {
      files.run(words.getFirst().start());
    }
    try {
      start(program.get(), words, place);
    } catch (Unreadable e) {
      doubt(e.getMessage());
    }
  }

  void seen(String program, List<Word> words, Place place) {
    commands.add(new Seen(program, words, place.root()));
  }

  private void start(String program, List<Word> words, Place place) throws Unreadable {
    files.arguments(program, words);
    counted(program, words, place);
    Launcher launcher = Launchers.find(program);
    if (SHELLS.contains(program)) {
      shell(program, words, place);
    } else if (launcher != null) {
      launch(program, launcher, words, 1, place);
    } else {
      switch (program) {
        case "eval" -> joined(words, 1, place);
        case "trap" -> trap(words, place);
        case "find" -> new FindExpression(this, words, place).read();
        case "awk", "gawk", "mawk", "nawk", "original-awk" -> Interpreters.awk(program, words);
        case "sed", "gsed" -> Interpreters.sed(program, words);
        case "docker", "podman", "nerdctl" -> containers(program, words, place);
        case "ip" -> namespaces(words, place);
        default -> {
          if (Interpreters.isOne(program)) {
            files.run(Interpreters.file(program, words));
          } else {
            Arguments.check(program, words);
          }
        }
      }
    }
  }

  /** Follows a program of the table. */
  private void launch(String program, Launcher launcher, List<Word> words, int from, Place place)
      throws Unreadable {
    Options.Read read = launcher.options().read(program, words, from);
    boolean forUser = read.values().containsKey("u") || read.values().containsKey("user");
    if (launcher.has(Trait.PERMUTES) && !forUser) {
      permuted(program, launcher, words, place);
      return;
    }
    if (read.nothing()) {
      return;
    }
    if (read.shell() != null) {
      text("sh", read.shell(), place);
      return;
    }
    List<Word> rest = new ArrayList<>(words.subList(read.next(), words.size()));
    if (program.equals("env")) {
      rest.addAll(0, splitString(read));
    }
    if (launcher.has(Trait.ASSIGNS)) {
      assignments(program, rest);
    }
    // With -u, runuser is no su: what follows is the command.
    int operands = launcher.has(Trait.PERMUTES) ? 0 : launcher.operands();
    for (int i = 0; i < operands && !rest.isEmpty(); i++) {
      if (rest.removeFirst().splits()) {
        throw new Unreadable(
            "an argument of '%s' that only the shell knows; quote it".formatted(program));
      }
    }
    if (launcher.has(Trait.LATE_OPTIONS)) {
      Options.Read late = launcher.options().read(program, rest, 0);
      sshOptions(read);
      sshOptions(late);
      if (late.nothing()) {
        return;
      }
      rest = rest.subList(late.next(), rest.size());
    }
    if (launcher.has(Trait.LATE_C) && rest.size() > 1 && rest.getFirst().is("-c")) {
      text("sh", rest.get(1), place);
      return;
    }
    if (rest.isEmpty()) {
      if (launcher.has(Trait.SHELL) && words.size() > 1) {
        throw new Unreadable("'%s' without a command, which starts a shell".formatted(program));
      }
      return;
    }
    command(program, launcher, read, rest, place);
  }

  private void command(
      String program, Launcher launcher, Options.Read read, List<Word> rest, Place place)
      throws Unreadable {
    if (launcher.has(Trait.EXPANDS)
        && rest.stream().anyMatch(word -> word.known() && word.start().matches("(?s).*[$%].*"))) {
      throw new Unreadable("$ or %% in the words of '%s', which expands them".formatted(program));
    }
    if (launcher.has(Trait.JOINED)) {
      joined(rest, 0, place);
    } else if (launcher.has(Trait.APPENDS)) {
      command(appended(read, rest), place.inside(false));
    } else {
      command(rest, place.inside(launcher.has(Trait.ROOT)));
    }
  }

  private void permuted(String program, Launcher launcher, List<Word> words, Place place)
      throws Unreadable {
    Options.Permuted all = launcher.options().readAll(program, words);
    if (all.read().nothing()) {
      return;
    }
    Word text = all.read().shell();
    if (all.operands().size() > launcher.operands()
        || all.operands().stream().anyMatch(Word::splits)) {
      throw new Unreadable("'%s' with further words for its shell".formatted(program));
    }
    if (text == null) {
      throw new Unreadable("'%s' without a command, which starts a shell".formatted(program));
    }
    text("sh", text, place.inside(launcher.has(Trait.ROOT)));
  }

  /** {@code env -S 'A=b rm x'}. */
  private static List<Word> splitString(Options.Read read) throws Unreadable {
    List<Word> words = new ArrayList<>();
    for (String name : List.of("S", "split-string")) {
      for (Word value : read.values().getOrDefault(name, List.of())) {
        if (!value.known() || value.start().matches("(?s).*[\\\\'\"$#].*")) {
          throw new Unreadable("'env -S' with quotes, $ or \\; give the words one by one");
        }
        for (String word : List.of(value.start().strip().split("\\s+"))) {
          words.add(Word.of(word));
        }
      }
    }
    if (!words.isEmpty() && words.getFirst().mayBeOption()) {
      throw new Unreadable("'env -S' with options; give the words one by one");
    }
    return words;
  }

  private void assignments(String program, List<Word> rest) throws Unreadable {
    while (!rest.isEmpty()) {
      Word word = rest.getFirst();
      int equals = word.start().indexOf('=');
      if (equals > 0 && !word.splits()) {
        variable(word.start().substring(0, equals));
      } else if (!(program.equals("env") && word.is("-"))) {
        return;
      }
      rest.removeFirst();
    }
  }

  private static List<Word> appended(Options.Read read, List<Word> rest) throws Unreadable {
    List<Word> marks = new ArrayList<>(read.values().getOrDefault("I", List.of()));
    marks.addAll(read.values().getOrDefault("i", List.of()));
    marks.addAll(read.values().getOrDefault("replace", List.of()));
    List<Word> words = new ArrayList<>(rest);
    for (Word mark : marks) {
      if (!mark.known()) {
        throw new Unreadable("'xargs -I' with a mark that only the shell knows");
      }
      String text = mark.start().isEmpty() ? "{}" : mark.start();
      words.replaceAll(word -> FindExpression.replaced(word, text));
    }
    words.add(Word.unknownWords());
    return words;
  }

  private void joined(List<Word> words, int from, Place place) throws Unreadable {
    StringBuilder line = new StringBuilder();
    for (Word word : words.subList(from, words.size())) {
      if (!word.known()) {
        throw new Unreadable("a line for a shell of words that only the shell knows");
      }
      line.append(line.isEmpty() ? "" : " ").append(word.start());
    }
    text("sh", Word.of(line.toString()), place);
  }

  private void trap(List<Word> words, Place place) throws Unreadable {
    int first = words.size() > 1 && words.get(1).is("--") ? 2 : 1;
    for (Word word : words) {
      if (!word.known()) {
        throw new Unreadable("'trap' with a text that only the shell knows");
      }
    }
    if (words.size() > first + 1 && !words.get(first).start().matches("-[lp]?|[0-9]*")) {
      text("sh", words.get(first), place);
    }
  }

  private void shell(String program, List<Word> words, Place place) throws Unreadable {
    ShellArguments arguments = ShellArguments.read(program, words);
    if (arguments.text() != null) {
      text(program, arguments.text(), place);
    } else {
      files.run(Objects.requireNonNull(arguments.file()));
    }
  }

  private static final Options CONTAINERS =
      new Options(
          "c: H: l: D r v. context: host: log-level: debug tls tlsverify config: connection: url:"
              + " remote help. version.");

  private void containers(String program, List<Word> words, Place place) throws Unreadable {
    Options.Read read = CONTAINERS.read(program, words, 1);
    int i = read.next();
    if (i < words.size() && words.get(i).is("container")) {
      i++;
    }
    if (i >= words.size()) {
      return;
    }
    if (!words.get(i).known()) {
      throw new Unreadable("what '%s' does, which only the shell knows".formatted(program));
    }
    switch (words.get(i).start()) {
      case "exec" -> launch(program, container("docker exec"), words, i + 1, place);
      case "run", "create" -> launch(program, container("docker run"), words, i + 1, place);
      case "compose", "unshare", "machine", "debug", "builder", "buildx", "plugin" -> {
        for (Word word : words.subList(i, words.size())) {
          if (!word.known()
              || !word.start().matches("compose|up|down|ps|logs|pull|restart|-d|-f|.*\\.ya?ml")) {
            throw new Unreadable(
                "'%s %s', which may run other commands".formatted(program, words.get(i).start()));
          }
        }
      }
      default -> {}
    }
  }

  private static Launcher container(String name) {
    return Objects.requireNonNull(Launchers.find(name));
  }

  private void namespaces(List<Word> words, Place place) throws Unreadable {
    for (int i = 1; i < words.size(); i++) {
      Word word = words.get(i);
      if (word.splits() || word.start().matches("-b(a.*)?|-force")) {
        throw new Unreadable("'ip' with " + word.text() + ", which may run other commands");
      }
      // It takes shortened words: e, ex, exe.
      if (i > 1 && word.known() && word.start().matches("ex?e?c?") && i + 2 < words.size()) {
        command(words.subList(i + 2, words.size()), place.inside(false));
        return;
      }
    }
  }

  private static void sshOptions(Options.Read read) throws Unreadable {
    for (Word value : read.values().getOrDefault("o", List.of())) {
      if (!value.known()
          || !value
              .start()
              .matches(
                  "(?i)\\s*(BatchMode|StrictHostKeyChecking|ConnectTimeout|UserKnownHostsFile|ServerAlive\\w+|LogLevel|Port|User|IdentityFile|IdentitiesOnly|PasswordAuthentication|HostKeyAlias)["
                      + " =].*")) {
        throw new Unreadable("'ssh -o " + value.text() + "', which may run other commands");
      }
    }
  }

  private void variable(String name) {
    if (Variables.command(name)) {
      doubt("the variable %s, which may make a program run other commands".formatted(name));
    }
  }

  /** Builtins that set variables which the shell then uses in arithmetic, or as commands. */
  private void counted(String program, List<Word> words, Place place) throws Unreadable {
    if (!Set.of("read", "getopts", "export", "readonly", "declare", "typeset", "local", "unset")
        .contains(program)) {
      return;
    }
    for (Word word : words.subList(1, words.size())) {
      int equals = word.start().indexOf('=');
      String name = equals < 0 ? word.start() : word.start().substring(0, equals);
      if (place.counted().contains(name)) {
        throw new Unreadable("'%s' of $%s, which is used in arithmetic".formatted(program, name));
      }
      if (name.matches("[A-Za-z_]\\w*") && !program.equals("unset")) {
        variable(name);
      }
    }
  }

  private void doubt(@Nullable String why) {
    if (doubt == null) {
      doubt = why;
    }
  }

  static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
