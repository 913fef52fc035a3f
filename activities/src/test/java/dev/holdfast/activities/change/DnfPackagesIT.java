package dev.holdfast.activities.change;

import dev.holdfast.lab.PackageManager;
import dev.holdfast.lab.testing.LabTest;

/** Packages by the real dnf. */
@LabTest(manager = PackageManager.DNF)
class DnfPackagesIT extends RpmPackages {
  DnfPackagesIT() {
    super("dnf-1");
  }

  @Override
  String repository() {
    // Debian's plugin of this name makes a repository of its own, with other rules.
    return """
    printf '[main]\\nenabled=0\\n' >/etc/dnf/plugins/local.conf
    printf '[case]\\nname=case\\nbaseurl=file:///srv/repository\\ngpgcheck=0\\n' >/etc/yum.repos.d/case.repo
    dnf -q --releasever=1 makecache
    """;
  }

  @Override
  String install(String name, String version) {
    return "dnf -q -y --releasever=1 install %s-%s >/srv/dnf.log 2>&1 || { tail /srv/dnf.log; exit 1; }"
        .formatted(name, version);
  }

  @Override
  String clear() {
    return """
    dnf -q -y --releasever=1 remove 'case-*' Case_Odd >/srv/dnf.log 2>&1
    : >/etc/dnf/plugins/versionlock.list
    """;
  }

  @Override
  String lock(String name) {
    return "touch /etc/dnf/plugins/versionlock.list; dnf -q -C --releasever=1 versionlock add "
        + name;
  }

  @Override
  String marks() {
    return """
    grep -hsv '^#' /etc/dnf/plugins/versionlock.list | grep . || :
    dnf -q -C --releasever=1 repoquery --userinstalled --qf 'user %{name}' 2>/dev/null
    """;
  }

  @Override
  String locked(String name, String version) {
    return "%s-0:%s.*".formatted(name, version);
  }
}
