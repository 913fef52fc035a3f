package dev.holdfast.activities.transfer;

import dev.holdfast.activities.transfer.TreePlan.Setting;
import dev.holdfast.activities.transfer.TreePlan.Writing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A plan in the words of the program on the server: three lines for each action. */
final class TreeScript {
  /** Larger files go one by one and can be gone on with. */
  static final long LARGE = 1 << 20;

  private static final long LATEST_IN_TAR = 1L << 33;

  private final Tree there;
  private final String staging;
  private final @Nullable String owner;
  private final StringBuilder plan = new StringBuilder();
  private final StringBuilder sums = new StringBuilder();

  TreeScript(TreePlan todo, Tree there, String staging, @Nullable String owner) {
    this.there = there;
    this.staging = staging;
    this.owner = owner;
    todo.files().forEach(this::prepare);
    todo.removals().forEach(gone -> action(gone.isDirectory() ? "rmdir" : "rm", "", path(gone)));
    if (!there.exists()) {
      action("mkdir", "", TreeEntry.raw(there.target()));
      own(TreeEntry.raw(there.target()));
      action("mod", "755", TreeEntry.raw(there.target()));
    }
    todo.directories()
        .forEach(made -> {
          action("mkdir", "", path(made));
          own(path(made));
        });
    todo.files().forEach(writing -> action("mv", staged(writing), path(writing.file())));
    todo.links()
        .forEach(link -> {
          action("ln", link.target(), path(link));
          own(path(link));
        });
    todo.attributes().forEach(this::set);
    // Last and the deepest first: one may take away the right to write in it.
    todo.directories().reversed().forEach(made -> modeOfNew(made, path(made)));
  }

  byte[] plan() {
    return plan.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  byte[] sums() {
    return sums.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Of the plan and the sums. */
  String sha256() {
    MessageDigest digest = Digests.sha256();
    digest.update(plan());
    return HexFormat.of().formatHex(digest.digest(sums()));
  }

  /** The mode that a file has on its way: its owner can read and write it. */
  static int modeOnTheWay(TreeEntry file) {
    return file.mode() | 0600;
  }

  private void prepare(Writing writing) {
    TreeEntry file = writing.file();
    TreeEntry over = writing.over();
    sums.append(file.sha256()).append("  ").append(writing.index()).append('\n');
    boolean large = file.size() > LARGE;
    boolean given = owner != null || (over != null && !over.ids().equals(there.me()));
    if (owner != null) {
      own(staged(writing));
    } else if (over != null && given) {
      action("own", over.ids(), staged(writing));
    }
    if (large || given || modeOnTheWay(file) != file.mode()) {
      mode(file, staged(writing));
    }
    if (large || file.modifiedAt() < 0 || file.modifiedAt() >= LATEST_IN_TAR) {
      time(file, staged(writing));
    }
  }

  private void set(Setting setting) {
    TreeEntry entry = setting.wanted();
    if (setting.owner()) {
      own(path(entry));
    }
    if (!entry.isLink() && (setting.mode() || setting.owner())) {
      mode(entry, path(entry));
    }
    if (setting.time()) {
      time(entry, path(entry));
    }
  }

  private void own(String path) {
    if (owner != null) {
      action("own", owner, path);
    }
  }

  private void mode(TreeEntry entry, String path) {
    action("mod", "%o".formatted(entry.mode()), path);
  }

  /** With a leading 0, by which the program on the server knows that it is no change of its own. */
  private void modeOfNew(TreeEntry entry, String path) {
    action("mod", "%04o".formatted(entry.mode()), path);
  }

  private void time(TreeEntry entry, String path) {
    action("at", Long.toString(entry.modifiedAt()), path);
  }

  private void action(String word, String with, String path) {
    plan.append(word).append('\n');
    plan.append(encoded(with)).append('\n');
    plan.append(encoded(path)).append('\n');
  }

  private String staged(Writing writing) {
    return TreeEntry.raw(staging) + "/" + writing.index();
  }

  private String path(TreeEntry entry) {
    return TreeEntry.raw(there.target()) + "/" + entry.path();
  }

  private static String encoded(String raw) {
    return raw.replace("\\", "\\0134").replace("\n", "\\0012");
  }
}
