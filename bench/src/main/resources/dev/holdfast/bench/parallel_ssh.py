"""Runs `true` on servers with parallel-ssh: reads {user, key, ports, rounds} as JSON from standard input.

Prints the milliseconds of each round; the first connects, the others use the same connections.
"""
import json
import sys
import time

from pssh.clients import ParallelSSHClient
from pssh.config import HostConfig

wanted = json.load(sys.stdin)
client = ParallelSSHClient(
    ["127.0.0.1"] * len(wanted["ports"]),
    host_config=[HostConfig(port=port) for port in wanted["ports"]],
    user=wanted["user"],
    pkey=wanted["key"],
    allow_agent=False,
    identity_auth=False,
    pool_size=len(wanted["ports"]),
)
for _ in range(wanted["rounds"]):
    began = time.monotonic()
    output = client.run_command("true")
    client.join(output)
    if any(host.exit_code != 0 for host in output):
        sys.exit("a server did not run `true`: %s" % [(h.exit_code, h.exception) for h in output])
    print((time.monotonic() - began) * 1000, flush=True)
