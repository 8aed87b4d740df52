"""Runs a command in a pseudo-terminal of 100x30 and types what it is told, each after some text was shown.

in-a-terminal.py OUTPUT [TEXT KEYS]... -- COMMAND...
The last line on standard output says the exit status, and if the terminal's settings are as before.
"""
import fcntl, os, pty, select, signal, struct, subprocess, sys, termios, time

args = sys.argv[1:]
end = args.index("--")
output, steps, command = args[0], args[1:end], args[end + 1:]
steps = list(zip(steps[::2], steps[1::2]))
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
before = termios.tcgetattr(slave)
process = subprocess.Popen(
    command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
    preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
shown, since, until = b"", 0, time.time() + 60


def more(seconds):
    global shown
    if select.select([master], [], [], seconds)[0]:
        shown += os.read(master, 65536)
        return True
    return False


while process.poll() is None and time.time() < until:
    more(0.05)
    if steps and steps[0][0].encode() in shown[since:]:
        keys = steps.pop(0)[1]
        since = len(shown)
        if keys == "RESIZE":
            fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 10, 40, 0, 0))
        elif keys == "NO-SIZE":
            fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 0, 0, 0, 0))
        elif keys == "TERM":
            process.send_signal(signal.SIGTERM)
        else:
            os.write(master, keys.encode().decode("unicode_escape").encode())
if process.poll() is None:
    process.kill()
while more(0.2):
    pass
with open(output, "wb") as file:
    file.write(shown)
print(process.wait(), "as before" if termios.tcgetattr(slave) == before else "changed", "left", len(steps))
