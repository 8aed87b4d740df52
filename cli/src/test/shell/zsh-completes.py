"""Types into an interactive zsh, and prints what it shows: zsh-completes.py PREFIX."""

import os
import pty
import select
import sys
import time

pid, terminal = pty.fork()
if pid == 0:
    os.environ["TERM"] = "dumb"
    os.execvp("zsh", ["zsh", "-f", "-i"])


def shown(until, patience=20):
    out, end = b"", time.time() + patience
    while until not in out and time.time() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            out += os.read(terminal, 65536)
    return out


folder = sys.argv[1] + "/share/zsh/site-functions"
os.write(terminal, f"fpath=({folder} $fpath); autoload -U compinit; compinit -u -D; print REA''DY\n".encode())
shown(b"READY\r\n")
os.write(terminal, b"tapevault forward re\t")
first = shown(b"replay  resume", 3)
os.write(terminal, b"\t")
print((first + shown(b"replay  resume", 5)).decode())
os.kill(pid, 9)
