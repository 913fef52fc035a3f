"""What dnf says of packages, and how it is made to change them; run by dnf's own interpreter.

$wanted holds words: +NAME and +NAME=VERSION are to be installed, -NAME is not, =NAME is only asked about.
"""
import base64
import glob
import os
import subprocess
import sys
import time

import dnf
import dnf.exceptions
import dnf.subject

LOCKS = "/etc/dnf/plugins/versionlock.list"

# Packages that a run of ours is installing, a NAME VERSION on each line; gone when it has succeeded.
UNDER_WAY = "/var/lib/holdfast/packages-under-way"
ALWAYS = ["openssh-server", "sudo", "pam", "shadow-utils", "systemd", "dnf", "rpm", "glibc", "bash", "coreutils"]


def words(name):
    return os.environ.get(name, "").split()


def fail(message):
    print(message, file=sys.stderr)
    sys.exit(1)


def word(text):
    name, _, version = text[1:].partition("=")
    return text[0], name, version


def opened(cached=False, orphans=False, fresh=False):
    """dnf as it is configured here, without plugins: they take dnf's command line for granted, and what locks of
    versions forbid is to be said, not left out."""
    base = dnf.Base()
    base.conf.read()
    base.conf.substitutions.update_from_etc("/")
    # Unknown where the system's release comes from no package, and then no text to dnf.
    base.conf.substitutions["releasever"] = base.conf.substitutions.get("releasever") or ""
    base.conf.best = True
    base.conf.assumeyes = True
    base.conf.exit_on_lock = True
    base.conf.clean_requirements_on_remove = orphans
    if cached:
        base.conf.cacheonly = True
    base.read_all_repos()
    for repo in base.repos.iter_enabled():
        # A repository that nothing has been fetched of yet is no fault of a plan.
        repo.skip_if_unavailable = repo.skip_if_unavailable or cached
        if cached:
            repo._repo.setSyncStrategy(dnf.repo.SYNC_ONLY_CACHE)
        elif fresh:
            repo._repo.expire()
    configured = [repo.id for repo in base.repos.iter_enabled()]
    base.fill_sack(load_system_repo=True)
    base.all_read = configured == [repo.id for repo in base.repos.iter_enabled()]
    return base


def installed(base, name):
    """The newest that is installed; None where none is."""
    there = sorted(base.sack.query().installed().filter(name=name))
    return there[-1] if there else None


def half_way(base):
    """Name and version of what is there, but by a run whose end nobody saw. rpm calls it installed while its scripts
    still run, and never runs them again."""
    if not os.path.exists(UNDER_WAY):
        return {}
    with open(UNDER_WAY, encoding="utf-8") as lines:
        begun = dict(line.split() for line in lines if len(line.split()) == 2)
    return {name: evr for name, evr in begun.items() if installed(base, name) and installed(base, name).evr == evr}


def whole(base, name):
    """The newest that is installed, and wholly so."""
    return None if name in half_way(base) else installed(base, name)


def available(base, name):
    there = base.sack.query().available().filter(name=name, arch__neq=["src", "nosrc"])
    return list(dict.fromkeys(package.evr for package in sorted(there, reverse=True)))


def provided(base, name):
    return not available(base, name) and bool(base.sack.query().installed().filter(provides=name))


def is_so(base, text):
    sign, name, version = word(text)
    if sign == "-":
        return installed(base, name) is None
    there = whole(base, name)
    if sign == "+" and version:
        return there is not None and there.evr == version
    return sign == "=" or there is not None or provided(base, name)


def offered(base, text):
    sign, name, version = word(text)
    if sign != "+":
        return True
    return version in available(base, name) if version else bool(available(base, name))


def locked(base):
    """The names of packages whose version somebody has locked."""
    names = set()
    if os.path.exists(LOCKS):
        with open(LOCKS, encoding="utf-8") as lines:
            for line in lines:
                line = line.strip()
                if line and line[0] not in "#!":
                    names.update(p.name for p in dnf.subject.Subject(line).get_best_query(base.sack))
    return names


def resolved(base, wanted):
    """Moves by name, each [from, to, automatic], of one transaction that makes all words so."""
    half = half_way(base)
    others = {name: half[name] for name in half.keys() - {word(text)[1] for text in wanted}}
    for name, evr in others.items():
        base.reinstall("%s-%s" % (name, evr))
    for text in wanted:
        sign, name, version = word(text)
        there = installed(base, name)
        if sign == "-":
            base.remove(name)
        elif name in half and version in ("", half[name]):
            base.reinstall("%s-%s" % (name, half[name]))
        elif version and there is not None:
            newest = sorted(base.sack.query().available().filter(name=name, evr=version))
            if newest and newest[-1] < there:
                base.downgrade_to("%s-%s" % (name, version), strict=True)
            else:
                base.upgrade("%s-%s" % (name, version))
        else:
            base.install("%s-%s" % (name, version) if version else name, strict=True)
    base.resolve(allow_erasing=True)
    return moves(base)


def moves(base):
    found = {}
    for package in base.transaction.remove_set:
        move = found.setdefault(package.name, [None, None, False])
        move[0], move[2] = package.evr, package.reason in ("dependency", "weak-dependency")
    for package in base.transaction.install_set:
        found.setdefault(package.name, [None, None, False])[1] = package.evr
    return found


def needed(base):
    names = set(ALWAYS) | set(base.conf.protected_packages)
    for pattern in words("needed_files"):
        if pattern.startswith("*/"):
            paths = [f for place in ("/usr/lib*", "/lib*", "/usr/lib*/security", "/lib*/security")
                     for f in glob.glob(place + pattern[1:])]
        else:
            paths = [pattern]
        for path in paths:
            names.update(p.name for p in base.sack.query().installed().filter(file=path))
    kernel = "/lib/modules/" + os.uname().release
    names.update(p.name for p in base.sack.query().installed().filter(file__glob=kernel + "/vmlinuz"))
    return names


def row(*fields):
    print("\t".join(" ".join(field.split("\t")) for field in fields))


def recent(base):
    """Whether what is known of every repository was fetched within a week."""
    week = 7 * 86400
    return base.all_read and all(repo._repo.getAge() < week for repo in base.repos.iter_enabled())


def facts():
    wanted = words("asked_packages")
    base = opened(cached=True)
    locks = locked(base)
    row("package-manager", "dnf")
    for name in sorted({word(text)[1] for text in wanted}):
        there = whole(base, name)
        row("packages", "package", name, "installed" if there else "", there.evr if there else "",
            "1" if name in locks else "", " ".join(available(base, name)))
        if there or provided(base, name):
            row("package", name, "installed")
        elif not available(base, name):
            row("package-unknown", name)
    if recent(base):
        row("package-lists-recent")
    wanted = [text for text in wanted if not is_so(base, text) and offered(base, text)]
    error, told = "", []
    if wanted:
        try:
            found = resolved(base, wanted)
            keep = needed(base)
            half = half_way(base)
            for name, (before, after, automatic) in sorted(found.items()):
                before = None if name in half and before == after else before
                flags = "." + ("a" if automatic else "") + ("r" if before in available(base, name) else "")
                flags += ("h" if name in locks else "") + ("n" if name in keep and after is None else "")
                told.append("%s %s %s %s" % (name, before or "-", after or "-", flags))
        except dnf.exceptions.Error as e:
            error = " ".join(str(e).split())[:400]
    row("packages", "run", error, base64.b64encode("\n".join(told).encode()).decode(), "")


def run(base, purged=()):
    """Does what is resolved; of those that are purged no changed configuration stays under another name."""
    purged = [p.name for p in base.transaction.remove_set if p.name in purged]
    kept = [f + ".rpmsave" for f in configuration(purged)] if purged else []
    kept = [f for f in kept if not os.path.lexists(f)]
    base.download_packages(base.transaction.install_set)
    for package in base.transaction.install_set:
        result, error = base.package_signature_check(package)
        if result == 1:
            base.package_import_key(package, fullaskcb=lambda _: True)
        elif result != 0:
            fail("the signature of %s is not good: %s" % (package, error))
    begun(base.transaction.install_set)
    base.do_transaction()
    os.remove(UNDER_WAY)
    for move in sorted(moves(base).items()):
        print("%s: %s -> %s" % (move[0], move[1][0] or "-", move[1][1] or "-"))
    for file in kept:
        if os.path.lexists(file):
            os.remove(file)


def begun(packages):
    with open(UNDER_WAY + ".new", "w", encoding="utf-8") as lines:
        lines.writelines("%s %s\n" % (package.name, package.evr) for package in packages)
        lines.flush()
        os.fsync(lines.fileno())
    os.replace(UNDER_WAY + ".new", UNDER_WAY)


def tell_missing(base, missing):
    for text in missing:
        _, name, version = word(text)
        if not version:
            fail("dnf has no package to install for: " + name)
        there = available(base, name)
        fail("the repositories have no version %s of %s; they have: %s" % (version, name, " ".join(there) or "none"))


def lock(verb, names):
    """Locks versions, or frees them, by dnf's own plugin, which wants its list to be there."""
    if names and os.path.exists(LOCKS[:-4] + "conf"):
        open(LOCKS, "a", encoding="utf-8").close()
    for name in names:
        done = subprocess.run(["dnf", "-q", "-C", "versionlock", verb, name], capture_output=True, text=True)
        if done.returncode != 0 and verb == "add":
            fail("dnf cannot hold %s: %s; its plugin versionlock is needed (package python3-dnf-plugin-versionlock)"
                 % (name, " ".join((done.stderr or done.stdout).split())))


def change():
    held, not_held, wanted = words("held"), words("not_held"), words("wanted")
    base = opened()
    lock("delete", [name for name in not_held if name in locked(base)])
    todo = [text for text in wanted if not is_so(base, text)]
    if todo:
        if any(not offered(base, text) for text in todo):
            base = opened(fresh=True)
            missing = [text for text in todo if not offered(base, text)]
            if missing:
                tell_missing(base, missing)
        found = resolved(base, todo)
        fixed = locked(base) - set(held) - set(not_held)
        gone = [name for name, move in found.items() if move[1] is None and name in needed(base)]
        if gone:
            fail("this would remove %s, which the server or the login needs" % " ".join(sorted(gone)))
        stuck = sorted(fixed & set(found))
        if stuck:
            fail("%s is on hold, and this would change it: take it off hold first" % " ".join(stuck))
        run(base, words("purged"))
    base = opened(cached=True)
    dependent = [name for name in words("automatic") if installed(base, name)]
    if dependent:
        subprocess.run(["dnf", "-q", "-C", "mark", "remove"] + dependent, check=True, stdout=subprocess.DEVNULL)
    for name in held:
        exact = {"%s-%s" % (name, installed(base, name).evr)} if installed(base, name) else set()
        if name not in locked(base) or not locks_exactly(base, name):
            lock("delete", [name])
            lock("add", sorted(exact) or [name])
    left = [text for text in wanted if not is_so(base, text)]
    if left:
        fail("still not so: " + " ".join(left))


def locks_exactly(base, name):
    """Whether the lock of a package is on the version that is installed."""
    with open(LOCKS, encoding="utf-8") as lines:
        kept = [line.strip() for line in lines if line.strip() and line.strip()[0] not in "#!"]
    return any(p == installed(base, name)
               for line in kept for p in dnf.subject.Subject(line).get_best_query(base.sack).installed()
               if p.name == name)


def configuration(names):
    """The files of packages that rpm would keep under another name."""
    asked = subprocess.run(["rpm", "-qc"] + names, capture_output=True, text=True)
    return [line for line in asked.stdout.splitlines() if line.startswith("/")]


def purge():
    names = words("purged")
    base = opened(cached=True, orphans=True)
    there = [name for name in names if installed(base, name)]
    if not there:
        return
    for name in there:
        base.remove(name)
    base.resolve(allow_erasing=True)
    others = sorted({p.name for p in base.transaction.remove_set if p.name not in there and p.reason == "user"})
    if others:
        fail("%s needs what would be purged (%s): remove it first, or leave them" % (" ".join(others), " ".join(there)))
    gone = sorted({p.name for p in base.transaction.remove_set} & needed(base))
    if gone:
        fail("this would remove %s, which the server or the login needs" % " ".join(gone))
    run(base, [p.name for p in base.transaction.remove_set])
    base = opened(cached=True)
    left = [name for name in names if installed(base, name)]
    if left:
        fail("still installed: " + " ".join(left))


def unknown(why):
    """Facts of a server whose dnf does not work: a plan is refused with the reason."""
    row("package-manager", "dnf")
    row("packages", "run", why[:400], "", "")


def main():
    until = time.monotonic() + int(os.environ["lock_seconds"])
    verb = sys.argv[1]
    while True:
        try:
            return {"facts": facts, "change": change, "purge": purge}[verb]()
        except dnf.exceptions.LockError as e:
            # What another run has half done is no fault yet.
            why = "%s: wait until it ends, or end it, and start the operation again" % " ".join(str(e).split())
            if time.monotonic() > until:
                return unknown(why) if verb == "facts" else fail(why)
            time.sleep(1)
        except dnf.exceptions.Error as e:
            why = " ".join(str(e).split())
            return unknown(why) if verb == "facts" else fail("dnf does not do this: " + why)


main()
