package dev.holdfast.activities.change;

import dev.holdfast.lab.PackageManager;
import dev.holdfast.lab.testing.LabTest;

/** Packages by the real zypper. */
@LabTest(manager = PackageManager.ZYPPER)
class ZypperPackagesIT extends RpmPackages {
  ZypperPackagesIT() {
    super("zypper-1");
  }

  @Override
  String repository() {
    // One package stays for good: Debian's zypper takes a database of rpm without any for a fault.
    return """
    printf '[case]\\nname=case\\nbaseurl=dir:///srv/repository\\ngpgcheck=0\\n' >/etc/zypp/repos.d/case.repo
    zypper -qn refresh
    """
        + install("keep-base", "1.0");
  }

  @Override
  String install(String name, String version) {
    return "zypper -qn --no-refresh install %s=%s >/srv/zypper.log 2>&1 || { tail /srv/zypper.log; exit 1; }"
        .formatted(name, version);
  }

  @Override
  String clear() {
    return """
    zypper -qn removelock case-app >/srv/zypper.log 2>&1
    zypper -qn --no-refresh remove case-part Case_Odd >/srv/zypper.log 2>&1
    """;
  }

  @Override
  String lock(String name) {
    return "zypper -qn addlock " + name;
  }

  @Override
  String marks() {
    return """
    grep -hs '^solvable_name' /etc/zypp/locks || :
    grep -hsv '^#' /var/lib/zypp/AutoInstalled | sort || :
    """;
  }

  @Override
  String locked(String name, String version) {
    return "solvable_name: " + name;
  }
}
