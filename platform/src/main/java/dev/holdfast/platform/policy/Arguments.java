package dev.holdfast.platform.policy;

import dev.holdfast.platform.policy.shell.Unreadable;
import dev.holdfast.platform.policy.shell.Word;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Programs that run what their arguments say in ways that the policy does not take apart: always,
 * or with some arguments.
 */
final class Arguments {
  private static final Set<String> ALWAYS =
      words(
          """
          parallel expect unbuffer strace ltrace gdb valgrind perf socat screen tmux at batch ed ex vi vim \
          nvim view vimdiff rvim emacs nano pico joe mg visudo vipw vigr sudoedit entr rlwrap fakeroot \
          fakechroot proot firejail bwrap cgexec numactl setarch linux32 linux64 i386 x86_64 \
          start-stop-daemon daemonize daemon dbus-run-session sg newgrp machinectl systemd-nspawn lxc \
          lxc-attach incus ansible ansible-console salt salt-call pdsh clush zsh fish csh tcsh ksh ksh93 mksh \
          yash rc es elvish nu pwsh cpulimit chpst setuidgid envdir softlimit runcon capsh catchsegv logsave \
          ssh-agent npx pnpx irb ghci gnome-terminal xterm torify torsocks proxychains proxychains4 faketime \
          eatmydata cachestats choom uclampset waitpid coresched retry ts errno moreutils sponge-run chronic \
          ifne pee lckdo mispipe dtach abduco nq tsp nohupx systemd-inhibit systemd-cat systemd-socket-activate \
          caffeinate dumb-init tini catatonit su-exec gosu s6-setuidgid s6-envdir with-contenv runsv aa-exec \
          pssh parallel-ssh mosh sshpass telnet ftp fc source . alias enable shopt coproc let bind complete \
          compgen rbash\
          """);

  /** A word of these makes the program run something else. */
  private static final Map<String, Pattern> WITH = new HashMap<>();

  static {
    with(
        "tar bsdtar gtar", "--(checkpoint-.*|us.*|to-c.*|inf.*|new-.*|rs.*|rm.*)|-[A-Za-z]*[IF].*");
    with("cpio", "--rsh.*");
    with("rsync", "-[A-Za-z0-9]*e.*|--rs.*|--daemon|--config.*");
    with("scp sftp", "-[A-Za-z0-9]*[oSFDb].*");
    with("zip", "-[A-Za-z]*T.*|--un.*");
    with("make gmake", "--(ev|fi|ma).*|-[A-Za-z]*[fEI].*|[A-Za-z_]+:?=.*");
    with("apt apt-get apt-cache aptitude dpkg", "(?i).*(invoke|dir::bin|::command|hook).*");
    with("rpm", "--(ev|pi|def).*|-[A-Za-z]*[ED].*");
    with("man", "-[A-Za-z]*[PH].*|--(pa|ht).*");
    with("less more most pg", "\\+.*|-[A-Za-z]*k.*|--lesskey.*");
    with(
        "psql mysql mariadb sqlite3",
        "(?is).*(\\\\|\\.sh|\\.sy|\\.once|\\.output|\\.import|\\bprogram\\b|\\bsystem\\b|load_extension).*");
    with("nc ncat netcat nc.openbsd nc.traditional", "-[A-Za-z]*[ec].*|--(ex|sh|lua).*");
    with("wget", "-[A-Za-z]*e.*|--(exe|use-a|config).*");
    with("fd fdfind", "-[A-Za-z]*[xX].*|--ex.*");
    with("rg", "--(pre|hostname-bin).*");
    with("sort", "--co.*");
    with("split", "--fi.*");
    with("tcpdump", "-[A-Za-z]*z.*");
    with("iptables ip6tables", "--mod.*|-M.*");
    with("java", "-XX:.*|-agent.*|-javaagent.*|@.*");
    with("gcc g++ cc c++ clang", "-wrapper.*|-B.*|-fplugin.*|@.*");
    with("npm pnpm yarn", "exec|x|explore|dlx");
    with("hash", "-.*p.*");
    with("mapfile readarray", "-.*[Cc].*");
    with("declare typeset local", "-.*[inaAI].*|.*\\[.*");
    with("crontab", "(?!-l$).*");
    with("kubectl oc docker-compose", "exec|run|debug|rsh|attach|edit");
    with("git", "--(u|up.*|exe.*|rece.*|c|co|con|conf.*|tem.*)|.*ext::.*|!.*");
    with("test [", "-[vR]");
    with("unset read wait export readonly getopts", "(?s).*\\[.*[$`].*");
    with("printf", "-v.*");
  }

  private static final Pattern SETS_ANYWHERE = Pattern.compile("-[A-Za-z]*k.*|keyword");
  private static final Pattern TAR_LETTERS = Pattern.compile("[A-Za-z]*[IF][A-Za-z]*");

  /** Of git only these are looked at: any other word may be an alias for a command. */
  private static final Set<String> GIT =
      words(
          """
          add branch checkout cherry-pick clean clone commit describe diff fetch init log ls-files ls-remote \
          merge pull push remote reset restore rev-parse show stash status switch tag version\
          """);

  /** Builtins whose arguments are names of variables. */
  private static final Set<String> NAMES =
      words("unset read export readonly declare typeset local");

  private Arguments() {}

  /**
   * Looks at the arguments of a program that starts no other by itself.
   *
   * @throws Unreadable if they may make it run something that cannot be seen
   */
  static void check(String program, List<Word> words) throws Unreadable {
    if (ALWAYS.contains(program) || program.matches("ld(-linux|-musl|64)?[\\w.-]*\\.so[\\w.]*")) {
      throw new Unreadable("'" + program + "', which runs what the policy does not take apart");
    }
    Pattern pattern = WITH.get(program);
    if (program.equals("test") || program.equals("[")) {
      test(program, words, Objects.requireNonNull(pattern));
    } else if (pattern != null) {
      // Behind its format printf takes no options.
      int last = program.equals("printf") ? Math.min(2, words.size()) : words.size();
      for (Word word : words.subList(1, last)) {
        check(program, pattern, word);
      }
    }
    if (NAMES.contains(program)) {
      for (Word word : words.subList(1, words.size())) {
        if (!word.known() && (word.splits() || word.start().indexOf('=') < 0)) {
          throw new Unreadable(
              "'%s' of a variable that only the shell knows; quote NAME=\"value\""
                  .formatted(program));
        }
      }
    }
    if (program.equals("git")) {
      git(words);
    }
    if (program.equals("set")
        && words.stream()
            .anyMatch(word -> word.known() && SETS_ANYWHERE.matcher(word.start()).matches())) {
      throw new Unreadable("'set -k', which takes arguments for variables");
    }
    // Its first word has the options, also without a hyphen.
    if (program.endsWith("tar") && words.size() > 1) {
      check(program, TAR_LETTERS, words.get(1));
    }
  }

  private static void check(String program, Pattern pattern, Word word) throws Unreadable {
    boolean doubtful = word.known() ? pattern.matcher(word.start()).matches() : word.mayBeOption();
    if (doubtful) {
      throw new Unreadable(
          "'%s' with the argument %s, which may make it run other commands"
              .formatted(program, word.text()));
    }
  }

  /** Bash evaluates what stands behind {@code -v}. */
  private static void test(String program, List<Word> words, Pattern pattern) throws Unreadable {
    for (int i = 1; i < words.size(); i++) {
      Word word = words.get(i);
      boolean pair = !word.known() && i + 1 < words.size() && !words.get(i + 1).known();
      if (word.splits() || pair) {
        throw new Unreadable(
            "'%s' with words that only the shell knows; quote them".formatted(program));
      }
      if (word.known() && pattern.matcher(word.start()).matches()) {
        throw new Unreadable(
            "'%s %s', which only some shells know".formatted(program, word.start()));
      }
    }
  }

  private static void git(List<Word> words) throws Unreadable {
    int i = 1;
    while (i < words.size()) {
      String word = words.get(i).known() ? words.get(i).start() : "";
      if (word.equals("-C") && i + 1 < words.size() && !words.get(i + 1).splits()) {
        i += 2;
      } else if (word.equals("--no-pager") || word.equals("--version")) {
        i++;
      } else if (GIT.contains(word)) {
        if (word.equals("clone")) {
          for (Word option : words.subList(i, words.size())) {
            check("git clone", Pattern.compile("-[A-Za-z0-9]*[uc].*"), option);
          }
        }
        return;
      } else {
        throw new Unreadable("'git " + words.get(i).text() + "', which may be an alias");
      }
    }
  }

  private static void with(String programs, String arguments) {
    Pattern pattern = Pattern.compile(arguments);
    for (String program : words(programs)) {
      WITH.put(program, pattern);
    }
  }

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }
}
