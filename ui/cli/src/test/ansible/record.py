#!/usr/bin/env python3
"""Makes inventories and records what Ansible and ssh answer for them.

The answers are a fixture of AnsibleOracleTest, so that the build needs no Ansible. Run it again
after a new release of Ansible, or for other inventories:

    python3 -m venv /tmp/ansible && /tmp/ansible/bin/pip install ansible-core pyyaml==6.0.3
    /tmp/ansible/bin/python ui/cli/src/test/ansible/record.py \
        ui/cli/src/test/resources/dev/holdfast/cli/importing/inventories.json.gz

PyYAML 6.0.4 takes the last of several merged maps by mistake, hence the older one.

Of each host it records what Ansible's own ssh plugin would connect to (its options host, port,
remote_user, private_key_file and the arguments of ssh), and what `ssh -G` makes of those arguments.
"""

import gzip
import json
import os
import random
import shlex
import subprocess
import sys
import tempfile

from ansible.errors import AnsibleOptionsError
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play_context import PlayContext
from ansible.plugins.loader import connection_loader, init_plugin_loader
from ansible.vars.manager import VariableManager

NAMES = ["web-1", "web-2", "web-3", "db1", "db2", "Cache", "gw.example.org", "192.0.2.40"]
GROUPS = ["web", "db", "prod", "stage", "eu", "core"]

WRITTEN = [
    ("ini", "web-1 ansible_host=192.0.2.1 # first\nweb-2 ansible_user='a b' ansible_port=0x16\n"),
    ("ini", "db[01:10:3]:2200\n[web]\nw[a:c] ansible_user=u#x\nw[x:B]\nw[:2]\n"),
    ("ini", "[web]\nweb-1:22 ansible_port=2222\n[db]\nweb-1:2200\n"),
    ("ini", "[a]\nx\n[b]\nx\n[c:children]\nb\n[d:children]\nc\n[a:vars]\nansible_user=a\n"
            "[c:vars]\nansible_user=c\n[d:vars]\nansible_user=d\n"),
    ("ini", "[a]\nx\n[b]\nx\n[a:vars]\nansible_group_priority=10\nansible_user=a\n"
            "[b:vars]\nansible_user=b\n"),
    ("ini", "lone\n[web]\nlone\n[ungrouped:vars]\nansible_user=nobody\n[all:vars]\n"
            "ansible_port = 23 # why\nansible_user = \"quoted\" # x\n"),
    ("ini", "x ansible_ssh_common_args='-J u@gate:22,b -o HostKeyAlias=vm1'\n"
            "y ansible_ssh_extra_args=\"-o 'ProxyJump gate' -o Port=99\" ansible_port=98\n"
            "z ansible_ssh_common_args='-o ProxyCommand=\"ssh -W %h:%p gate\"'\n"
            "v ansible_ssh_common_args='-o UserKnownHostsFile=/dev/null -o User=late -p 97 -l early'\n"),
    ("ini", "x ansible_ssh_host=192.0.2.1 ansible_host=192.0.2.2 ansible_ssh_user=s ansible_user=t\n"
            "y ansible_ssh_private_key_file=/k/a ansible_private_key_file=/k/b ansible_user=None\n"),
    ("ini", "2001:db8::1\n[2001:db8::2]:2222\nfe80::3 ansible_user=x\nhost_1:23\nhost_:24\n"),
    ("ini", "[web:children]\nnginx\n[nginx]\nweb-1 ansible_user=o'x'\n[web:vars]\nansible_user=w\n"),
    ("yaml", "all:\n  hosts:\n    web-1: &std {ansible_user: u, ansible_port: 2205}\n"
             "    web-2: {<<: *std, ansible_port: 2206}\n    web-3: {ansible_port: 1, <<: *std}\n"),
    ("yaml", "x: {a: &a {ansible_user: a, ansible_port: 1}, b: &b {ansible_user: b, ansible_host: h}}\n"
             "web:\n  hosts:\n    one: {<<: [*a, *b]}\n    two: {<<: *a, <<: *b}\n"),
    ("yaml", "web:\n  hosts:\n    web-1:\n      ansible_port: 2201\n      ansible_user: a\n"
             "      ansible_port: 2202\n    web-1:\n      ansible_user: b\n"),
    ("yaml", "web:\n  hosts: web-3\n  children: db\ndb:\n  hosts: {db-1: }\n  vars: {ansible_user: d}\n"),
    ("yaml", "web:\n  hosts:\n    web[01:03].example.org: {ansible_port: 0022}\n"
             "    db[1:2]:2200: {ansible_user: yes}\n    x: {ansible_port: 1:22}\n"
             "    y: {ansible_port: '22', ansible_host: 192.0.2.1}\n    z: {ansible_port: 2_2}\n"),
    ("yaml", "all:\n  vars: {ansible_user: all, ansible_port: 1}\n  children:\n    web:\n      hosts: {a: , b: {ansible_user: own}}\n"
             "      vars: {ansible_user: web}\n    ungrouped:\n      hosts: {c: }\n      vars: {ansible_user: un}\n"),
    ("yaml", "top:\n  children:\n    mid:\n      children:\n        low: {hosts: {h: }, vars: {ansible_port: 3}}\n"
             "      vars: {ansible_port: 2, ansible_user: mid}\nside:\n  hosts: {h: }\n  vars: {ansible_user: side}\n"),
    ("yaml", "web:\n  hosts:\n    a: {ansible_host: ~, ansible_user: null}\n    b: {ansible_host: !unsafe '192.0.2.3'}\n"),
]


def ini(rnd):
    lines = []
    groups = rnd.sample(GROUPS, rnd.randint(2, 5))

    def host():
        name = rnd.choice(NAMES + ["n[1:3]", "r[01:03:2].example.org", "l-[a:c]", "p[8:10]:2210"])
        values = [rnd.choice(ini_values(rnd)) for _ in range(rnd.randint(0, 3))]
        return " ".join([name] + values) + rnd.choice(["", "", "  # note", " #x=y"])

    for _ in range(rnd.randint(0, 2)):
        lines.append(host())
    for group in groups:
        lines.append(f"[{group}]" + rnd.choice(["", " # group"]))
        lines += [host() for _ in range(rnd.randint(1, 3))]
        if rnd.random() < 0.5:
            lines += [rnd.choice(["; note", "# note", ""])]
    for index, group in enumerate(groups[:-1]):
        if rnd.random() < 0.6:
            lines.append(f"[{group}:children]")
            lines += rnd.sample(groups[index + 1:], rnd.randint(1, len(groups) - index - 1))
    for group in groups + ["all", "ungrouped"]:
        if rnd.random() < 0.5:
            lines.append(f"[{group}:vars]")
            lines += [rnd.choice(ini_values(rnd)).replace("=", rnd.choice(["=", " = "]), 1)
                      for _ in range(rnd.randint(1, 3))]
    return "\n".join(lines) + "\n"


def ini_values(rnd):
    word = rnd.choice(["deploy", "root", "Deploy", "svc@corp.example", "u_1"])
    return [
        f"ansible_user={word}",
        f'ansible_user="{word}"',
        f"ansible_ssh_user='{word}'",
        f"ansible_port={rnd.choice(['22', '2222', '0x16', '2_2'])}",
        f"ansible_host=192.0.2.{rnd.randint(1, 250)}",
        f"ansible_host=h{rnd.randint(1, 9)}.Example.org",
        f"ansible_ssh_private_key_file=/keys/{word}",
        "ansible_ssh_common_args='-o ProxyJump=gate'",
        "ansible_ssh_common_args='-J a,u@b:2200 -C'",
        "ansible_ssh_extra_args='-o HostKeyAlias=VM1 -o StrictHostKeyChecking=no'",
        "ansible_group_priority=" + str(rnd.randint(1, 5)) if rnd.random() < 0.2 else "http_port=80",
        "ansible_python_interpreter=/usr/bin/python3",
    ]


def yaml(rnd):
    def value():
        word = rnd.choice(["deploy", "root", "'Deploy'", '"svc@corp.example"'])
        return rnd.choice([
            f"ansible_user: {word}", f"ansible_port: {rnd.choice(['22', '2222', '0o26', '026', chr(39) + '2200' + chr(39)])}",
            f"ansible_host: 192.0.2.{rnd.randint(1, 250)}", f"ansible_ssh_private_key_file: ~/keys/{rnd.randint(1, 3)}",
            "ansible_ssh_common_args: '-o ProxyJump=gate'", "http_port: 80", "tags: [a, b]",
            "<<: *std", "<<: [*std, *other]"])

    def mapping(pad):
        kind = rnd.random()
        if kind < 0.2:
            return "\n"
        values = [value() for _ in range(rnd.randint(1, 3))]
        if kind < 0.5:
            return " {" + ", ".join(values) + "}\n"
        return "\n" + "".join(f"{pad}{v}\n" for v in values)

    def group(name, depth):
        pad = "  " * depth
        text = f"{pad}{name}:\n"
        if rnd.random() < 0.15:
            text += f"{pad}  hosts: {rnd.choice(NAMES)}\n"
        else:
            text += f"{pad}  hosts:\n"
            hosts = rnd.sample(NAMES + ["n[1:3]", "r[01:03:2].example.org", "p[8:10]:2210"], 2)
            for host in hosts + ([hosts[0]] if rnd.random() < 0.2 else []):
                text += f"{pad}    {host}:" + mapping(pad + "      ")
        if rnd.random() < 0.6:
            text += f"{pad}  vars:" + mapping(pad + "    ")
        if depth < 3 and left and rnd.random() < 0.6:
            text += f"{pad}  children:\n"
            for child in [left.pop() for _ in range(min(len(left), rnd.randint(1, 2)))]:
                text += group(child, depth + 2)
        return text

    left = rnd.sample(GROUPS, rnd.randint(2, 5))
    text = ("anchors:\n  hosts: {}\n  vars: {}\n"
            "  children: {}\n  x-std: &std {ansible_user: std, ansible_port: 2205}\n"
            "  x-other: &other {ansible_user: other, ansible_host: 192.0.2.99}\n")
    if rnd.random() < 0.4:
        text += "all:\n  vars:" + mapping("    ")
    while left:
        text += group(left.pop(), 0)
    return text


def answers(kind, text, directory):
    path = os.path.join(directory, "hosts." + kind)
    with open(path, "w") as file:
        file.write(text)
    loader = DataLoader()
    inventory = InventoryManager(loader=loader, sources=[path])
    if not inventory.hosts:
        return None
    manager = VariableManager(loader=loader, inventory=inventory)
    hosts = {}
    for host in inventory.get_hosts():
        values = manager.get_vars(host=host, include_hostvars=False)
        values = {key: value for key, value in values.items() if key.startswith(("ansible_", "inventory_hostname"))}
        ssh = connection_loader.get("ssh", PlayContext(), os.devnull)
        try:
            ssh.set_options(var_options=values)
            answer = called(ssh)
        except AnsibleOptionsError as refused:
            answer = {"refused": str(refused)}
        groups = sorted(g.name for g in host.get_groups() if g.name not in ("all", "ungrouped"))
        hosts[host.name] = {"groups": groups, **answer}
    return hosts


def called(ssh):
    option = ssh.get_option
    arguments = ["ssh", "-G", "-F", "none"]
    if option("port") is not None:
        arguments += ["-o", f"Port={option('port')}"]
    if option("private_key_file"):
        arguments += ["-o", f'IdentityFile="{os.path.expanduser(option("private_key_file"))}"']
    if option("remote_user"):
        arguments += ["-o", f'User="{option("remote_user")}"']
    for name in ("ssh_common_args", "ssh_extra_args"):
        arguments += [word for word in shlex.split(option(name) or "") if word.strip()]
    out = subprocess.run(arguments + [option("host")], capture_output=True, text=True)
    if out.returncode:
        return {"refused": out.stderr.strip()}
    wanted = ("hostname", "port", "user", "proxyjump", "proxycommand", "hostkeyalias")
    answer = {}
    for line in out.stdout.splitlines():
        word, _, rest = line.partition(" ")
        if word in wanted:
            answer[word] = rest
        if word == "identityfile":
            answer.setdefault(word, []).append(rest)
    if not option("remote_user") and "-l" not in " ".join(arguments):
        answer["user"] = None if answer["user"] == os.environ.get("USER", "root") else answer["user"]
    if answer["identityfile"][0] == "~/.ssh/id_rsa":
        answer["identityfile"] = []
    return answer


def main():
    os.environ["HOME"] = "/home/me"
    init_plugin_loader()
    rnd = random.Random(20261128)
    files = list(WRITTEN)
    files += [("ini", ini(rnd)) for _ in range(60)] + [("yaml", yaml(rnd)) for _ in range(60)]
    recorded = []
    for kind, text in files:
        with tempfile.TemporaryDirectory() as directory:
            hosts = answers(kind, text, directory)
        if hosts is not None:
            recorded.append({"format": kind, "text": text, "hosts": hosts})
        else:
            print("Ansible refuses:\n" + text, file=sys.stderr)
    with gzip.GzipFile(sys.argv[1], "wb", mtime=0) as file:
        file.write(json.dumps(recorded, indent=0, sort_keys=True).encode())
    print(len(recorded), "inventories,", sum(len(r["hosts"]) for r in recorded), "hosts")


main()
