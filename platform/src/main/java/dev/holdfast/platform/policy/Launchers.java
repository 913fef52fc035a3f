package dev.holdfast.platform.policy;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The programs that start another one: their options, and what stands before the command. */
final class Launchers {

  /** What is special about a program that starts another. */
  enum Trait {
    /** It gives the command root's rights, or another user's. */
    ROOT,
    /** {@code NAME=VALUE} may stand before the command. */
    ASSIGNS,
    /** Without a command it starts a shell. */
    SHELL,
    /** A shell reads its words, joined by blanks. */
    JOINED,
    /** Options may stand between and behind the operands, and no command follows them. */
    PERMUTES,
    /** {@code -c} behind the operands has a line for the shell. */
    LATE_C,
    /** More options may follow the operands. */
    LATE_OPTIONS,
    /** It reads further words from its input. */
    APPENDS,
    /** It expands {@code $} in the words itself. */
    EXPANDS
  }

  /**
   * A program that starts another.
   *
   * @param operands how many words stand before the command
   */
  record Launcher(Options options, int operands, Set<Trait> traits) {
    boolean has(Trait trait) {
      return traits.contains(trait);
    }
  }

  /** Name; traits; operands; options, as {@link Options} reads them. */
  private static final String TABLE =
      """
      sudo; root assigns shell; 0; A b B E H K. k. l. n N P S V. v. e! s! i! C: D: g: h: p: R! r: T: t: U: u: \
        askpass background bell preserve-env= set-home remove-timestamp. reset-timestamp. list. no-update \
        non-interactive preserve-groups stdin version. validate. edit! shell! login! close-from: chdir: group: \
        host: prompt: chroot! role: command-timeout: type: other-user: user: help.
      doas; root shell; 0; n L. s! a: C: u:
      pkexec; root shell; 0; user: disable-internal-agent keep-cwd version. help.
      run0; root shell; 0; u: g: D: n user: group: nice: chdir: setenv: background: machine! property! \
        description: unit: slice: slice-inherit no-ask-password pipe pty via-shell! help. version.
      su; root shell permutes; 2; c% f g: G: l m p P T s! w: h. V. command% session-command% fast group: \
        supp-group: login preserve-environment pty no-pty shell! whitelist-environment: help. version.
      runuser; root shell permutes; 2; c% f g: G: l m p P T s! u: w: h. V. command% session-command% fast \
        group: supp-group: login preserve-environment pty no-pty shell! user: whitelist-environment: help. version.
      env; assigns; 0; i 0 v u: C: S: a: null unset: chdir: split-string: argv0: ignore-environment \
        block-signal= default-signal= ignore-signal= list-signal-handling debug help. version.
      nice; ; 0; n: adjustment: -digits help. version.
      ionice; ; 0; c: n: t p. P. u. h. V. class: classdata: ignore pid. pgid. uid. help. version.
      nohup; ; 0; help. version.
      setsid; ; 0; c f w h. V. ctty fork wait help. version.
      stdbuf; ; 0; i: o: e: input: output: error: help. version.
      time; assigns; 0; f: o: a p q v V. format: output: append portability quiet verbose help. version.
      timeout; ; 1; k: s: f p v kill-after: signal: foreground preserve-status verbose help. version.
      chroot; shell; 1; userspec: groups: skip-chdir help. version.
      exec; ; 0; a: c l
      command; ; 0; p v. V.
      builtin; ; 0;
      flock; late_c; 1; s x e n u o F w: E: c% v h. V. shared exclusive unlock nonblock nb timeout: wait: \
        conflict-exit-code: close no-fork command% fcntl verbose help. version.
      taskset; ; 1; a c p. h. V. all-tasks cpu-list pid. help. version.
      chrt; ; 1; b d f i o r e R v a m. p. T: P: D: h. V. max. pid. batch deadline ext fifo idle other rr \
        reset-on-fork sched-runtime: sched-period: sched-deadline: verbose all-tasks help. version.
      prlimit; ; 0; o: p. c= d= e= f= i= l= m= n= q= r= s= t= u= v= x= y= h. V. output: pid. raw noheadings \
        verbose core= data= nice= fsize= sigpending= memlock= rss= nofile= msgqueue= rtprio= stack= cpu= nproc= \
        as= locks= rttime= help. version.
      setpriv; ; 0; d. h. V. dump. no-new-privs nnp ambient-caps: inh-caps: bounding-set: ruid: euid: rgid: \
        egid: reuid: regid: clear-groups keep-groups init-groups groups: list-caps. securebits: pdeathsig: \
        ptracer: selinux-label: apparmor-profile: reset-env help. version.
      systemd-run; root shell expands; 0; u: p! r d E: t P q G S! H! M! C! h. user system scope unit: property! \
        description: slice: slice-inherit remain-after-exit send-sighup service-type: uid: gid: nice: \
        working-directory: same-dir setenv: pty pipe quiet on-active: on-boot: on-startup: on-unit-active: \
        on-unit-inactive: on-calendar: on-timezone-change on-clock-change timer-property: path-property! \
        socket-property! no-block wait collect shell! host! machine! background: no-ask-password no-pager \
        help. version.
      nsenter; shell; 0; a t: m= u= i= n= p= C= U= T= N: G: S: e r= w= W= F Z c h. V. all target: mount= uts= \
        ipc= net= pid= cgroup= user= time= setuid: setgid: preserve-credentials root= wd= wdns= no-fork env \
        follow-context join-cgroup user-parent net-socket: keep-caps help. version.
      unshare; shell; 0; m= u= i= n= p= U= C= T= f r c R: w: S: G: h. V. mount= uts= ipc= net= pid= user= \
        cgroup= time= fork kill-child= mount-proc= map-user: map-group: map-root-user map-current-user map-auto \
        map-users: map-groups: propagation: setgroups: keep-caps root: wd: setuid: setgid: monotonic: boottime: \
        help. version.
      watch; joined; 0; b c C d= e f g n: p q: r s: t w x! h. v. beep color no-color differences= errexit \
        follow chgexit interval: precise equexit: no-rerun shotsdir: no-title no-wrap exec! help. version.
      script; shell permutes; 1; c% a E: e f q O: I: B: T: m: o: t= h. V. command% append echo: return flush \
        force quiet log-out: log-in: log-io: log-timing: logging-format: output-limit: timing= help. version.
      xargs; appends; 0; 0 a: d: E: e= I: i= L: l= n: P: p r s: t x o null arg-file: delimiter: eof= replace= \
        max-lines= max-args: max-procs: interactive no-run-if-empty max-chars: verbose exit show-limits \
        open-tty process-slot-var: help. version.
      busybox; ; 0; list. list-full. help. install!
      toybox; ; 0; long. help. version.
      ssh; joined late_options shell; 1; 4 6 A a C f G. g K k M N. n q s T t V. v X x Y y B: b: c: D: E: e: F! \
        I! i: J: L: l: m: O. o: p: Q. R: S: W. w: P:
      docker exec; shell; 1; d e: i t u: w: detach env: env-file: interactive privileged tty user: workdir: \
        detach-keys: help.
      docker run; ; 1; a: c: d e: h: i l: m: p: P q t u: v: w: attach: add-host: cpu-shares: cap-add: \
        cap-drop: cpus: cpuset-cpus: detach device: dns: env: env-file: entrypoint! expose: gpus: group-add: \
        health-cmd! hostname: init interactive ip: ipc: label: link: log-driver: log-opt: memory: memory-swap: \
        mount: name: net: network: network-alias: no-healthcheck pid: platform: privileged publish: \
        publish-all pull: quiet read-only restart: rm runtime: security-opt: shm-size: stop-signal: \
        stop-timeout: sysctl: tmpfs: tty ulimit: user: userns: uts: volume: volumes-from: workdir: help.
      """;

  private static final Map<String, Launcher> LAUNCHERS = parse();

  private Launchers() {}

  /** The program of this name; null if it starts no other. */
  static @Nullable Launcher find(String program) {
    return LAUNCHERS.get(program);
  }

  private static Map<String, Launcher> parse() {
    Map<String, Launcher> launchers = new HashMap<>();
    TABLE
        .lines()
        .forEach(line -> {
          String[] fields = line.split(";", 4);
          EnumSet<Trait> traits = EnumSet.noneOf(Trait.class);
          for (String trait : fields[1].isBlank() ? new String[0] : fields[1].strip().split(" ")) {
            traits.add(Trait.valueOf(trait.toUpperCase(Locale.ROOT)));
          }
          launchers.put(
              fields[0],
              new Launcher(new Options(fields[3]), Integer.parseInt(fields[2].strip()), traits));
        });
    return launchers;
  }
}
