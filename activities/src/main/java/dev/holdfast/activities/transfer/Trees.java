package dev.holdfast.activities.transfer;

import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.journal.Journal.Entry;
import dev.holdfast.activities.journal.Journal.Listener;
import dev.holdfast.activities.journal.Vigil;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.transfer.TreePlan.Writing;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.sync.SyncActivities.StagedTree;
import dev.holdfast.schemas.sync.SyncInput;
import dev.holdfast.schemas.transfer.Via;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes directories on servers like a tree: what differs is sent to a hidden directory first, and
 * then, verified, put in place. Thread-safe.
 */
public final class Trees {
  private static final Duration PLACING = Duration.ofHours(2);

  private final TransferProgram program;
  private final Carriers carriers;
  private final TarCarrier tar;
  private final Journal journal;

  public Trees(Ssh ssh, Journal journal) {
    this.program = new TransferProgram(ssh);
    this.carriers = new Carriers(ssh);
    this.tar = new TarCarrier(ssh);
    this.journal = journal;
  }

  /** What would have to be done. */
  TreePlan compare(Server server, SyncInput input, List<TreeEntry> wanted, Attendance attendance) {
    Place target = new Place(server, input.path(), input.sudo());
    return plan(target, input, wanted, read(target, input, attendance));
  }

  /**
   * Brings what differs to the server; nothing is changed yet.
   *
   * @param contents finds the content of a file by its SHA-256
   */
  StagedTree send(
      Server server,
      Step step,
      SyncInput input,
      List<TreeEntry> wanted,
      Function<String, Content> contents,
      Attendance attendance) {
    long began = System.nanoTime();
    Place target = new Place(server, input.path(), input.sudo());
    Tree there = read(target, input, attendance);
    TreePlan plan = plan(target, input, wanted, there);
    if (plan.isEmpty() && there.exists()) {
      return new StagedTree(plan.differences(), there.target(), "", "", "", null, 0, 0);
    }
    String path = there.place().equals("/") ? "" : there.place();
    Place staging =
        new Place(server, path + "/" + Uploads.name(there.target(), step), input.sudo());
    TreeScript script = new TreeScript(plan, there, staging.path(), input.owner());
    Sending sending =
        new Sending(
            step, staging, input, plan, script, contents, new Counting(attendance, plan.bytes()));
    Via via = sending.run();
    return new StagedTree(
        plan.differences(),
        there.target(),
        staging.path(),
        Uploads.record(step),
        script.sha256(),
        via,
        sending.resumed,
        Duration.ofNanos(System.nanoTime() - began).toMillis());
  }

  /** Puts what was sent in place, verified on the server, through the journal: once. */
  Journal.Outcome place(
      Server server, Step step, SyncInput input, StagedTree staged, Listener listener) {
    String script =
        program.apply(
            new Place(server, staged.staging(), input.sudo()),
            staged.record(),
            staged.target(),
            staged.sha256());
    return journal.run(server, new Entry(step, script, PLACING), listener);
  }

  private static TreePlan plan(Place target, SyncInput input, List<TreeEntry> wanted, Tree there) {
    return TreeComparison.of(wanted, there, input, target.user().isEmpty());
  }

  private Tree read(Place at, SyncInput input, Attendance attendance) {
    return read(at, new Exclusions(input.exclude()), input.checksum(), attendance);
  }

  private Tree read(Place at, Exclusions exclusions, boolean sums, Attendance attendance) {
    return Vigil.keep(
        Uploads.beating(attendance),
        () -> {
          program.reach(at.server());
          return program.tree(at, exclusions, sums);
        });
  }

  /** One delivery of what differs. */
  private final class Sending {
    private final Step step;
    private final Place staging;
    private final SyncInput input;
    private final TreePlan plan;
    private final TreeScript script;
    private final Function<String, Content> contents;
    private final Counting attendance;
    private int resumed;

    Sending(
        Step step,
        Place staging,
        SyncInput input,
        TreePlan plan,
        TreeScript script,
        Function<String, Content> contents,
        Counting attendance) {
      this.step = step;
      this.staging = staging;
      this.input = input;
      this.plan = plan;
      this.script = script;
      this.contents = contents;
      this.attendance = attendance;
    }

    /** Returns how the bytes went: that of the large files if there are any. */
    Via run() {
      boolean old =
          Vigil.keep(
              Uploads.beating(attendance),
              () ->
                  program.prepare(
                      staging, step.fencingToken(), Uploads.record(step), plan.bytes()));
      Map<String, TreeEntry> here = old ? sent() : Map.of();
      TarStream archive = new TarStream();
      List<Runnable> large = new ArrayList<>();
      Via[] via = {Via.STREAM};
      for (Writing writing : plan.files()) {
        TreeEntry file = writing.file();
        String name = Integer.toString(writing.index());
        TreeEntry before = here.get(name);
        boolean whole = before != null && String.valueOf(file.sha256()).equals(before.sha256());
        if (before != null && (whole || (file.size() > TreeScript.LARGE && before.size() > 0))) {
          resumed++;
        }
        if (whole) {
          attendance.done(file.size());
        } else if (file.size() > TreeScript.LARGE) {
          if (before == null) {
            archive.add(name, 0600, 0, 0, () -> new ByteArrayInputStream(new byte[0]));
          }
          long size = before == null ? 0 : before.size();
          large.add(() -> via[0] = large(file, name, size));
        } else {
          Content content = content(file);
          archive.add(
              name,
              TreeScript.modeOnTheWay(file),
              file.modifiedAt(),
              file.size(),
              () -> content.open(0));
        }
      }
      byte[] todo = script.plan();
      byte[] sums = script.sums();
      archive.add("plan", 0600, 0, todo.length, () -> new ByteArrayInputStream(todo));
      archive.add("sums", 0600, 0, sums.length, () -> new ByteArrayInputStream(sums));
      try {
        carry(tar, staging, 0, archive);
      } catch (NotOffered e) {
        throw new IllegalStateException(e);
      }
      large.forEach(Runnable::run);
      return via[0];
    }

    private Map<String, TreeEntry> sent() {
      return read(staging, new Exclusions(List.of()), true, attendance).entries();
    }

    private Via large(TreeEntry file, String name, long there) {
      Content content = content(file);
      Place to = new Place(staging.server(), staging.path() + "/" + name, staging.root());
      return carriers.move(
          to,
          input.via(),
          carrier -> {
            long offset = 0;
            if (carrier.resumes() && there > 0 && there <= content.size()) {
              String ours = Digests.of(content, there);
              String theirs =
                  Vigil.keep(Uploads.beating(attendance), () -> program.hash(to, there));
              offset = ours.equals(theirs) ? there : 0;
            }
            carry(carrier, to, offset, content);
            return carrier.via();
          });
    }

    private void carry(Carrier carrier, Place to, long offset, Content content) throws NotOffered {
      Meter meter =
          new Meter(
              attendance,
              () -> program.alive(staging.server(), step.fencingToken(), Uploads.record(step)),
              offset,
              content.size());
      Uploads.carry(carrier, to, offset, content, meter, attendance);
      attendance.done(content.size());
    }

    private Content content(TreeEntry file) {
      attendance.alive();
      return contents.apply(String.valueOf(file.sha256()));
    }
  }

  /** Adds up what is moved file by file. */
  private static final class Counting implements Attendance {
    private final Attendance next;
    private final long all;
    private volatile long done;

    Counting(Attendance next, long all) {
      this.next = next;
      this.all = all;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread adds, others read
    void done(long bytes) {
      done += bytes;
    }

    @Override
    public void alive() {
      next.alive();
    }

    @Override
    public void moved(long bytes, long ofAll) {
      next.moved(Math.min(all, done + bytes), all);
    }
  }
}
