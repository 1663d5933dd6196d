"""Records what Debian's xenstore tools print: python -m tests.support.record_xenstore_tools

Writes tests/data/xenstore-tools.json: command lines in order, each with exit code, stdout, stderr.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.xenstore_daemon import daemon

RECORDING = Path(__file__).parent.parent / "data" / "xenstore-tools.json"

LONG = "x" * 300
COMMANDS = [line.split(" ") for line in [
    "xenstore-write /a/b/c 1 /a/d 2",
    "xenstore-write /a//b 2",
    "xenstore-write /a",
    "xenstore-write /a 1 /b",
    "xenstore-exists /a",
    "xenstore-exists /a /b",
    "xenstore-exists /a/b /a",
    "xenstore-list /",
    "xenstore-list /a",
    "xenstore-list -p /a /b",
    "xenstore-list /a /a/b",
    "xenstore-list -p /",
    "xenstore-rm /zz",
    "xenstore-rm /zz/y",
    "xenstore-rm /a//b",
    "xenstore-rm /",
    "xenstore-read /a/b /a/b/c",
    "xenstore-read /a/b/c /none /a/d",
    "xenstore-read /none",
    "xenstore-read -R /a/d",
    "xenstore-read -pR /a/d /a/d",
    "xenstore-read -p /a/d",
    "xenstore-read /a/d -p",
    "xenstore-read --prefix /a/d",
    "xenstore-read --pre /a/d",
    "xenstore-read --r /a/d",
    "xenstore-read --foo /a/d",
    "xenstore-read --prefix=1 /a/d",
    "xenstore-read -Z /a/d",
    "xenstore-read -s /a/d",
    "xenstore-read -f /a/d",
    "xenstore-read -- /a/d",
    "xenstore-read",
    "xenstore-read -h",
    "xenstore-rm -h",
    "xenstore-rm -p /a",
    "xenstore-chmod -h",
    "xenstore-watch -h",
    "xenstore-watch",
    "xenstore-watch -n",
    "xenstore-watch -n 1",
    "xenstore-watch -n 0 /a",
    "xenstore-watch -n 2 /a /b",
    "xenstore-watch -n1 /a",
    "xenstore-watch --number=1 /a",
    "xenstore-watch --number 1 /a",
    "xenstore-watch --number",
    "xenstore-watch -n 1 a//b",
    "xenstore-ls",
    "xenstore-ls /a",
    "xenstore-ls /a /a/b",
    "xenstore-ls /a /none",
    "xenstore-ls /none",
    "xenstore-ls /a//b",
    "xenstore-ls -f /a",
    "xenstore-ls -p",
    "xenstore-ls -fp",
    "xenstore-ls -n",
    "xenstore-ls -t",
    "xenstore-ls -h",
    "xenstore-ls -w",
    "xenstore-chmod -u /a/b/c n0 r5",
    "xenstore-ls -fp /a",
    "xenstore-chmod -r /a n0 b1",
    "xenstore-ls -fp /a",
    "xenstore-chmod -r -u /a/b r0",
    "xenstore-ls -fp /a",
    "xenstore-chmod /a x0",
    "xenstore-chmod /a n",
    "xenstore-chmod /a nz",
    "xenstore-chmod /zz n0",
    "xenstore-chmod /a",
    "xenstore-chmod /a n0 r1 r2 r3 r4 r5 r6 r7 r8 r9 r10 r11 r12 r13 r14",
    "xenstore-ls -fp /",
    "xenstore-ls -p /a",
    "xenstore-write -R /e/raw a\\n",
    "xenstore-write /e/named a\\tb\\nc\\rd\\\\e",
    "xenstore-write /e/hex \\x41\\x4\\xzz\\x7fff\\xff",
    "xenstore-write /e/octal \\101\\7\\777\\8\\1234",
    "xenstore-write /e/other \\q\\\"",
    "xenstore-write /e/end q\\",
    "xenstore-write /e/empty ",
    "xenstore-ls /e",
    "xenstore-ls -fp /e",
    "xenstore-read /e/raw /e/named /e/hex /e/octal /e/other /e/end /e/empty",
    "xenstore-read -R /e/hex",
    f"xenstore-write /w/plain {LONG}",
    f"xenstore-write /w/{'n' * 70}/deep {LONG}",
    f"xenstore-write /w/{'n' * 90} short",
    "xenstore-write /w/escaped " + "\\x01" * 30,
    "xenstore-write /w/escaped2 " + "\\x01" * 100,
    *[f"xenstore-write /w/k{size} {'v' * size}" for size in (40, 50, 58, 66, 67, 68, 69, 70, 71)],
    "xenstore-ls /w",
    "xenstore-ls -p /w",
    "xenstore-ls -f /w",
    "xenstore-ls -f -p /w",
    "xenstore-ls /",
    "xenstore-ls -p /",
    "xenstore-rm -t /w/escaped",
    "xenstore-rm -t /a/b/c",
    "xenstore-rm -t /a/d /e/raw",
    "xenstore-ls /a",
    "xenstore-write /t/u/v ",
    "xenstore-rm -t /t/u/v",
    "xenstore-exists /t",
    f"xenstore-write /deep{'/d' * 100} leaf",
    "xenstore-ls /deep",
    "xenstore-ls -p /deep",
    "xenstore-rm /deep",
    "xenstore-write rel/x 1",
    "xenstore-read rel/x",
    "xenstore-ls rel",
    "xenstore-ls -f rel",
    "xenstore-list rel",
    "xenstore-rm -t rel/x",
    "xenstore-exists rel",
    "xenstore",
    "xenstore foo",
    "xenstore read -p tool",
    "xenstore read -p /tool",
    "xenstore ls -h",
    "xenstore ls -Z /tool",
    "xenstore write /x",
    "xenstore write /x 1",
    "xenstore list /",
]]  # fmt: skip


def main() -> int:
    if shutil.which("xenstore-ls") is None:
        print("the package xenstore-utils is not installed", file=sys.stderr)
        return 1
    recorded = []
    with tempfile.TemporaryDirectory() as directory, daemon(Path(directory)):
        environment = {**os.environ, "XENSTORED_PATH": f"{directory}/socket", "LC_ALL": "C"}
        for command in COMMANDS:
            done = subprocess.run(command, env=environment, capture_output=True, timeout=10)
            out, err = (stream.decode("latin-1") for stream in (done.stdout, done.stderr))
            recorded.append([command, done.returncode, out, err])
    lines = ",\n".join(json.dumps(one) for one in recorded)
    RECORDING.write_text(f"[\n{lines}\n]\n")
    print(f"{RECORDING}: {len(recorded)} commands")
    return 0


if __name__ == "__main__":
    sys.exit(main())
