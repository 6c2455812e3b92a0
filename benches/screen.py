#!/usr/bin/env python3
"""What the screen costs on a real pseudo terminal: first frame, keys while loading, bytes, queued keys.

    cargo build --release
    cargo run --release --example generate_logs -- --out logs --size 1GB
    python3 benches/screen.py logs

Needs Python 3 on Linux or macOS and nothing else. Every figure is a median of several runs; the tables are Markdown.
A frame is one write of the program; Linux counts them in /proc/PID/io, elsewhere they are not shown. The moving of
the cursor is counted until the keys rest; what the preview sends then is a column of its own.
"""

import argparse
import datetime
import fcntl
import os
import platform
import select
import signal
import statistics
import struct
import subprocess
import sys
import termios
import time

REPAINT = b"\x0c"
CLEARED = b"\x1b[2J"
READY = b"Calls"
READING = b"reading"
# A terminal is quiet when nothing came for so long, in seconds. The preview follows the cursor after a rest of 0.12 s.
QUIET_KEY = 0.06
QUIET_ALL = 0.45
# The program has loaded everything when its screen rests for so long; while loading it is drawn four times a second.
QUIET_LOAD = 1.5
PATIENCE = 120.0
MOVES = 12
REPEATS = 500


class Screen:
    """A program on a pseudo terminal of its own."""

    def __init__(self, program, arguments, size):
        columns, rows = size
        self.started = time.monotonic()
        self.output = bytearray()
        self.last = self.started
        self.first = None
        pid, self.master = os.forkpty()
        if pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            environment = {"PATH": os.environ.get("PATH", ""), "HOME": os.environ.get("HOME", "/"),
                           "TERM": "xterm-256color", "LANG": "C.UTF-8"}
            try:
                os.execve(program, [program, *arguments], environment)
            finally:
                os._exit(127)
        self.pid = pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            os.kill(self.pid, signal.SIGTERM)
            os.close(self.master)
        except OSError:
            pass
        os.waitpid(self.pid, 0)

    def send(self, keys):
        os.write(self.master, keys)

    def pump(self, limit):
        """Takes what comes within `limit` seconds, at most one piece; False when nothing came."""
        ready, _, _ = select.select([self.master], [], [], limit)
        if not ready:
            return False
        try:
            piece = os.read(self.master, 1 << 16)
        except OSError:
            piece = b""
        if not piece:
            sys.exit("the program ended: " + repr(bytes(self.output[-400:])))
        self.last = time.monotonic()
        if self.first is None and READY in piece:
            self.first = self.last
        self.output += piece
        return True

    def wait_for(self, needle, since):
        """Seconds until `needle` stands in the output behind `since`."""
        begun = time.monotonic()
        while needle not in self.output[since:]:
            self.pump(0.5)
            if time.monotonic() - begun > PATIENCE:
                sys.exit(f"waited in vain for {needle!r}")
        return self.last - begun

    def settle(self, quiet):
        """Waits until nothing came for `quiet` seconds; gives the bytes that came."""
        before = len(self.output)
        while self.pump(quiet):
            pass
        return len(self.output) - before

    def key(self, keys, quiet=QUIET_ALL):
        """Bytes in answer to keys."""
        self.send(keys)
        return self.settle(quiet)

    def frames(self):
        """Writes of the program so far; None where the system does not tell."""
        try:
            with open(f"/proc/{self.pid}/io", encoding="ascii") as figures:
                return int(dict(line.split(": ") for line in figures)["syscw"])
        except (OSError, KeyError, ValueError):
            return None


def first_frames(options, size, arguments):
    times = []
    for _ in range(options.runs):
        with Screen(options.program, arguments, size) as screen:
            screen.wait_for(READY, 0)
            times.append(screen.first - screen.started)
    return times


def keys_while_loading(options, size):
    """Seconds from a key to the end of its frame, pressed again and again while the folder is read."""
    times = []
    for _ in range(options.runs):
        with Screen(options.program, [options.folder], size) as screen:
            screen.wait_for(READY, 0)
            is_reading = True
            while is_reading:
                since = len(screen.output)
                screen.send(REPAINT)
                took = screen.wait_for(CLEARED, since)
                while screen.pump(0.01):
                    pass
                is_reading = READING in screen.output[since:]
                if is_reading:
                    times.append(took)
                time.sleep(options.pause)
    return sorted(times)


def loading(options, size):
    """Seconds to load with a screen, and without one, interleaved."""
    with_screen, without = [], []
    for _ in range(options.runs):
        with Screen(options.program, [options.folder], size) as screen:
            screen.wait_for(READY, 0)
            screen.settle(QUIET_LOAD)
            with_screen.append(screen.last - screen.started)
        begun = time.monotonic()
        subprocess.run([options.program, "calls", "--limit", "1", options.folder], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        without.append(time.monotonic() - begun)
    return with_screen, without


def moves(screen):
    """Bytes of a step, and of the preview that follows when the keys rest."""
    steps, rests = [], []
    for _ in range(MOVES):
        steps.append(screen.key(b"j", QUIET_KEY))
        rests.append(screen.settle(QUIET_ALL))
    return steps, rests


def traffic(options, size):
    """Bytes by what was done, on the loaded folder."""
    found = {}
    with Screen(options.program, [options.folder], size) as screen:
        screen.wait_for(READY, 0)
        screen.settle(QUIET_LOAD)
        screen.key(b"g")
        found["move"], found["preview"] = moves(screen)
        # With the cursor on the last line seen every further step scrolls.
        screen.key(b"g")
        screen.key(b"j" * size[1])
        found["scroll"], _ = moves(screen)
        found["view"] = [screen.key(key) for key in (b"3", b"5", b"6", b"2", b"?", b"\x1b")]
        screen.key(b"g")
        frames, begun = screen.frames(), time.monotonic()
        found["repeats"] = [screen.key(b"j" * REPEATS)]
        found["settled"] = screen.last - begun
        found["frames"] = None if frames is None else screen.frames() - frames
        before = len(screen.output)
        until = time.monotonic() + options.idle
        while time.monotonic() < until:
            screen.pump(0.5)
        found["idle"] = len(screen.output) - before
    return found


def percentile(values, share):
    return values[min(len(values) - 1, int(len(values) * share))] if values else float("nan")


def machine():
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
        model = names[0] if names else model
    except OSError:
        pass
    return f"{os.cpu_count()} x {model}, {platform.system()} {platform.release()}, {datetime.date.today()}"


def folder_size(path):
    total = os.path.getsize(path) if os.path.isfile(path) else 0
    for place, _, names in os.walk(path):
        total += sum(os.path.getsize(os.path.join(place, name)) for name in names)
    return total


def milliseconds(seconds):
    return f"{seconds * 1000:.0f}"


def report(options):
    version = subprocess.run([options.program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    print(f"{version}; {folder_size(options.folder) / 1e6:.0f} MB of logs; {machine()}; medians of {options.runs} runs\n")
    print("| size | first frame ms | key while loading ms p50 / p99 (keys) | load s with screen / without | ratio |")
    print("|---|---|---|---|---|")
    for size in options.sizes:
        first = first_frames(options, size, [options.folder])
        keys = keys_while_loading(options, size)
        shown, bare = loading(options, size)
        shown, bare = statistics.median(shown), statistics.median(bare)
        print(f"| {size[0]}x{size[1]} | {milliseconds(statistics.median(first))} "
              f"| {milliseconds(percentile(keys, 0.5))} / {milliseconds(percentile(keys, 0.99))} ({len(keys)}) "
              f"| {shown:.2f} / {bare:.2f} | {shown / bare:.2f} |", flush=True)
    print(f"\nBytes sent; 'median (highest)' of {MOVES} keys:\n")
    print("| size | cursor move | preview after a rest | scroll by one row | view change "
          f"| {REPEATS} queued keys: bytes, ms, frames | idle {options.idle:g} s |")
    print("|---|---|---|---|---|---|---|")
    for size in options.sizes:
        found = traffic(options, size)
        spread = {name: f"{statistics.median(found[name]):.0f} ({max(found[name])})"
                  for name in ("move", "preview", "scroll", "view")}
        frames = "-" if found["frames"] is None else found["frames"]
        print(f"| {size[0]}x{size[1]} | {spread['move']} | {spread['preview']} | {spread['scroll']} | {spread['view']} "
              f"| {found['repeats'][0]}, {milliseconds(found['settled'])}, {frames} | {found['idle']} |", flush=True)


def size_of(text):
    columns, rows = text.split("x")
    return int(columns), int(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", help="logs to open")
    parser.add_argument("--program", default="target/release/callscope")
    parser.add_argument("--sizes", default="80x24,160x50,200x50", help="columns x rows, several with commas")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--idle", type=float, default=60, help="seconds of the idle test")
    parser.add_argument("--pause", type=float, default=0.02, help="seconds between two keys while loading")
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    options.sizes = [size_of(text) for text in options.sizes.split(",")]
    report(options)


if __name__ == "__main__":
    main()
