#!/usr/bin/env python3
"""Callscope and its peers side by side: makes the corpora, measures, prints a table in Markdown.

    python3 benches/peers.py                    # 1 GB, three rounds, one and two threads; some 10 minutes, 5 GB of disk
    python3 benches/peers.py --size 100MB       # the same in small
    python3 benches/peers.py --readme           # and puts the table into the README
    python3 benches/peers.py --growth 10MB,100MB,1GB,10GB
    python3 benches/peers.py --only plain,find  # some parts: plain, odd, forms, find, growth, parts

Peers that are installed are used (pip install duckdb polars orjson; ripgrep, jq, lnav); the others' rows say so. Whole
processes are measured, their start included, for everyone: wall time and peak memory as the system accounts them
(wait4). On a machine that does other work, --by cpu compares processor time (user and system) instead of wall time.
The runs of a part are interleaved (each once, then each again), files are in the page cache (all are read once
before), and medians are given. Threads are bounded by each program's own option and by taskset where there is one.
"""

import argparse
import datetime
import glob
import importlib.metadata
import importlib.util
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATEGORIES_AT = "insights-logs-*"
UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9}
BEGIN, END = "<!-- speed:begin -->", "<!-- speed:end -->"


# --- the peers in Python; each is run as a process of its own: peers.py --peer NAME THREADS FOLDER [ID] ------------

def categories(folder, ending):
    """The files of each category, which is a table of its own."""
    for category in sorted(glob.glob(f"{folder}/{CATEGORIES_AT}")):
        files = sorted(glob.glob(f"{category}/**/*{ending}", recursive=True))
        if files:
            yield files


def connect(threads):
    import duckdb
    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}")
    return connection


ENVELOPE = ("columns = {time: 'VARCHAR', resourceId: 'VARCHAR', operationName: 'VARCHAR', operationVersion: 'VARCHAR', "
            "category: 'VARCHAR', correlationId: 'VARCHAR', properties: 'JSON'}")


def duckdb_load(threads, folder, ending=".json", reader="read_json(%s, format = 'newline_delimited')"):
    connection = connect(threads)
    for number, files in enumerate(categories(folder, ending)):
        # The updates spell one key in two ways, and a struct of DuckDB cannot hold both.
        needed = "updates/" in files[0] and "read_json" in reader and "ignore_errors" not in reader
        lenient = ", ignore_errors = true" if needed else ""
        source = reader.replace("%s", str(files)).removesuffix(")") + lenient + ")"
        connection.execute(f"CREATE TABLE t{number} AS SELECT * FROM {source}")


def duckdb_odd(threads, folder):
    duckdb_load(threads, folder, reader="read_json(%s, format = 'newline_delimited', ignore_errors = true)")


def duckdb_fixed(threads, folder):
    duckdb_load(threads, folder, reader=f"read_json(%s, format = 'newline_delimited', {ENVELOPE})")


def duckdb_array(threads, folder):
    duckdb_load(threads, folder, reader="read_json(%s, format = 'array')")


def duckdb_records(threads, folder):
    connection = connect(threads)
    for number, files in enumerate(categories(folder, ".json")):
        # A file is one object here; that of the updates has a key spelt in two ways, so they stay text.
        longest = max(map(os.path.getsize, files)) + 1
        how = f"maximum_object_size = {longest}" + (", columns = {records: 'JSON[]'}" if "updates/" in files[0] else "")
        connection.execute(f"CREATE TABLE t{number} AS SELECT unnest(records) FROM read_json({files}, {how})")


def duckdb_csv(threads, folder):
    duckdb_load(threads, folder, ".csv", "read_csv(%s, union_by_name = true)")


def duckdb_gzip(threads, folder):
    duckdb_load(threads, folder, ".json.gz", "read_json(%s, format = 'newline_delimited')")


def duckdb_find(threads, folder, wanted):
    connection = connect(threads)
    for files in categories(folder, ".json"):
        connection.execute(f"SELECT * FROM read_json({files}, format = 'newline_delimited', {ENVELOPE}) "
                           "WHERE correlationId = $1 OR properties->>'CallId' = $1 OR properties->>'callId' = $1",
                           [wanted]).fetchall()


SMALL = 64 * 10**6


def polars_load(threads, folder, ending=".json", **options):
    import gzip
    import io
    import polars
    kept = []
    for files in categories(folder, ending):
        if sum(map(os.path.getsize, files)) < SMALL:
            # Its schema is that of the first file, which in rare categories lacks what others have.
            opened = (gzip.open(file) if ending.endswith("gz") else open(file, "rb") for file in files)
            text = b"".join(file.read() for file in opened)
            kept.append(polars.read_ndjson(io.BytesIO(text), infer_schema_length=None, **options))
        else:
            files.sort(key=os.path.getsize, reverse=True)
            kept.append(polars.scan_ndjson(files, infer_schema_length=10_000, **options).collect())


def polars_odd(threads, folder):
    polars_load(threads, folder, ignore_errors=True)


def polars_gzip(threads, folder):
    polars_load(threads, folder, ".json.gz")


def polars_tables(folder, read):
    """One table a category; columns and their types may differ between its files."""
    import polars
    kept = []
    for files in categories(folder, ".json"):
        kept.append(polars.concat([read(file) for file in files], how="diagonal_relaxed"))


def polars_array(threads, folder):
    import polars
    polars_tables(folder, lambda file: polars.read_json(file, infer_schema_length=None).unnest("properties", separator="."))


def polars_records(threads, folder):
    import polars
    polars_tables(folder, lambda file: polars.read_json(file, infer_schema_length=None).explode("records")
                  .unnest("records").unnest("properties", separator="."))


def polars_csv(threads, folder):
    import polars
    kept = []
    for files in categories(folder, ".csv"):
        # Columns differ between files of a category, so they are put together by name.
        tables = [polars.scan_csv(file, infer_schema_length=1000, ignore_errors=True) for file in files]
        kept.append(polars.concat(tables, how="diagonal_relaxed").collect())


def orjson_load(threads, folder):
    import orjson
    kept = []
    for files in categories(folder, ".json"):
        for file in files:
            with open(file, "rb") as lines:
                kept.extend(orjson.loads(line) for line in lines)


PEERS = {f.__name__: f for f in (
    duckdb_load, duckdb_odd, duckdb_fixed, duckdb_array, duckdb_records, duckdb_csv, duckdb_gzip, duckdb_find,
    polars_load, polars_odd, polars_gzip, polars_array, polars_records, polars_csv, orjson_load)}


def peer(arguments):
    name, threads, *rest = arguments
    PEERS[name](int(threads), *rest)


# --- measuring -----------------------------------------------------------------------------------------------------

class Run:
    """One program on one corpus with a number of threads; `missing` says why it cannot be run."""

    by_cpu = False

    def __init__(self, label, command, threads, size, missing=None, rounds=None):
        self.label, self.command, self.threads, self.size = label, command, threads, size
        self.missing, self.rounds = missing, rounds
        self.seconds, self.memory, self.output = [], [], ""

    def once(self, limit):
        environment = dict(os.environ, POLARS_MAX_THREADS=str(self.threads), RAYON_NUM_THREADS=str(self.threads))
        command = pinned(self.threads) + [str(word) for word in self.command]
        begun = time.perf_counter()
        with open(os.devnull, "wb") as nothing, tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=nothing, stderr=errors,
                                       env=environment, start_new_session=True)
            status, usage = waited(process, limit)
            seconds = time.perf_counter() - begun
            errors.seek(0)
            self.output = errors.read().decode(errors="replace")
        # grep and callscope end with 1 when some records were rejected or nothing was found.
        if status not in (0, 1) or (status == 1 and "Traceback" in self.output):
            words = [line for line in self.output.splitlines() if re.match(r"\S*(Error|Exception)\b", line)]
            last = words[-1:] or self.output.strip().splitlines()[-1:] or ["no word"]
            self.missing = f"failed: {last[0].strip()[:70]}" if status is not None else f"more than {limit} s"
            return
        if Run.by_cpu:
            seconds = usage.ru_utime + usage.ru_stime
        self.seconds.append(seconds)
        unit = 1 if sys.platform == "darwin" else 1024
        self.memory.append(usage.ru_maxrss * unit)

    def median(self):
        return statistics.median(self.seconds) if self.seconds else None

    def speed(self):
        return self.size / self.median() / 1e9 if self.seconds else None

    def peak(self):
        return statistics.median(self.memory) if self.memory else None


def waited(process, limit):
    """Exit code (none when it took too long) and what the system counted of the process."""
    def late(_signal, _frame):
        os.killpg(process.pid, signal.SIGKILL)
    signal.signal(signal.SIGALRM, late)
    signal.alarm(limit)
    _, status, usage = os.wait4(process.pid, 0)
    signal.alarm(0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return (None if process.returncode == -signal.SIGKILL else process.returncode), usage


def pinned(threads):
    if not shutil.which("taskset") or not hasattr(os, "sched_getaffinity"):
        return []
    cores = sorted(os.sched_getaffinity(0))
    return ["taskset", "-c", ",".join(map(str, cores[:threads]))]


def measure(title, runs, options):
    """Every run once, then every run again: what else the machine does hits all alike."""
    for number in range(options.rounds):
        for run in runs:
            if run.missing or (run.rounds is not None and number >= run.rounds):
                continue
            run.once(options.limit)
            said = f"{run.seconds[-1]:.2f} s" if not run.missing else run.missing
            print(f"{title} {number + 1}/{options.rounds}: {run.label}, {run.threads} threads: {said}", file=sys.stderr)
    return runs


def warm(folder):
    for path in Path(folder).rglob("*"):
        if path.is_file():
            with open(path, "rb", buffering=0) as file:
                while file.read(1 << 20):
                    pass


# --- corpora and programs ------------------------------------------------------------------------------------------

class Corpus:
    def __init__(self, options, name, size, *arguments):
        self.folder = Path(options.data) / f"{size}-{name}"
        self.logs = self.folder / "logs"
        wanted = " ".join(["--size", size, *arguments])
        told = self.folder / "made.txt"
        if not told.exists() or told.read_text() != wanted:
            print(f"making {self.folder}", file=sys.stderr)
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
            made = subprocess.run([options.generate, "--out", self.logs, *wanted.split()], check=True, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            (self.folder / "stories.tsv").write_text(made.stdout)
            (self.folder / "records.txt").write_text(made.stderr)
            told.write_text(wanted)
        self.size = sum(path.stat().st_size for path in self.logs.rglob("*") if path.is_file())
        self.call = (self.folder / "stories.tsv").read_text().split("\n")[0].split("\t")[1].split()[-1]
        self.records = sum(int(count) for count in re.findall(r"^\w+: (\d+) records", (self.folder / "records.txt").read_text(), re.M))
        warm(self.logs)


def build(options):
    """Builds what is measured, unless it is given or there already and not to be built."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    if not options.no_build:
        cargo = ["cargo", "build", "--release", "--quiet"]
        subprocess.run([*cargo, "--bin", "callscope", "--example", "generate_logs"], cwd=ROOT, check=True)
        subprocess.run([*cargo, "--manifest-path", ROOT / "benches/peers/Cargo.toml", "--target-dir", target / "peers"], check=True)
    options.callscope = options.callscope or target / "release/callscope"
    options.generate = target / "release/examples/generate_logs"
    options.parsers = target / "peers/release/callscope-peers"
    options.data = options.data or target / "bench-data"


def has(module):
    """Not imported here: what this process holds is the floor of every peak that is measured."""
    return None if importlib.util.find_spec(module) else "not installed"


def program(name):
    return None if shutil.which(name) else "not installed"


class Programs:
    """Makes the runs; knows how each program is called."""

    def __init__(self, options):
        self.options = options
        self.without = {name: has(name) for name in ("duckdb", "polars", "orjson")}

    def ours(self, corpus, threads, label="**callscope**"):
        command = [self.options.callscope, "check", corpus.logs, "--format", "json", "--threads", threads]
        return Run(label, command, threads, corpus.size)

    def python(self, label, name, corpus, threads, *more, rounds=None):
        command = [sys.executable, Path(__file__).resolve(), "--peer", name, threads, corpus.logs, *more]
        return Run(label, command, threads, corpus.size, self.without[name.split("_")[0]], rounds)

    def parser(self, label, mode, corpus, threads):
        return Run(label, [self.options.parsers, mode, threads, corpus.logs], threads, corpus.size)


# --- the parts of the table ----------------------------------------------------------------------------------------

def plain(programs, options, out):
    corpus = Corpus(options, "plain", options.size)
    runs = []
    for threads in options.threads:
        runs += [
            programs.ours(corpus, threads),
            programs.parser("reading the files only", "read", corpus, threads),
            programs.parser("sonic-rs, skipping each line", "skip", corpus, threads),
            programs.parser("simd-json, tape of each line", "tape", corpus, threads),
            programs.parser("sonic-rs, typed store", "store", corpus, threads),
            programs.python("DuckDB `create table as read_json`", "duckdb_load", corpus, threads),
            programs.python("DuckDB, fixed columns, properties as text", "duckdb_fixed", corpus, threads),
            programs.python("Polars `scan_ndjson().collect()`", "polars_load", corpus, threads),
        ]
    runs.append(programs.python("orjson into a list", "orjson_load", corpus, 1, rounds=1))
    runs.append(Run("lnav -n (index only)", ["lnav", "-n", "-c", ":quit", *list(corpus.logs.rglob("*.json"))], 1,
                    corpus.size, program("lnav"), rounds=1))
    measure("plain", runs, options)
    out.heading(f"Load: {corpus.size / 1e9:.2f} GB of JSON Lines, {corpus.records:,} records")
    out.runs(runs)
    first, last = ours_of(runs, options.threads[0]), ours_of(runs, options.threads[-1])
    if first.seconds and last.seconds and first is not last:
        faster = f"{last.threads} threads are {first.median() / last.median():.2f} times one. "
        out.line(("" if Run.by_cpu else faster) +
                 f"Peak memory: {first.peak() / corpus.size:.3f} of the input with {first.threads} thread, "
                 f"{last.peak() / corpus.size:.3f} with {last.threads}.")


def odd(programs, options, out):
    size = smaller(options.size, 4)
    base = Corpus(options, "plain", size)
    mixed = Corpus(options, "shuffled", size, "--shuffle")
    keys = Corpus(options, "keys", size, "--shuffle-keys")
    twice = Corpus(options, "keys", smaller(size, 2), "--shuffle-keys")
    worst = Corpus(options, "odd", size, "--shuffle-keys", "--extra-columns", "--odd-lines", "0.05")
    lines = Corpus(options, "odd-lines", size, "--extra-columns", "--odd-lines", "0.05")
    threads = options.threads[0]
    corpora = [("as generated", base), ("lines shuffled in each file", mixed), ("key order random, 3 % missing", keys),
               ("the same, half the size", twice), ("extra columns, 5 % odd lines", lines),
               ("random keys, extra columns, 5 % odd lines", worst)]
    rows = []
    for name, corpus in corpora:
        runs = [programs.ours(corpus, threads), programs.parser("sonic store", "store", corpus, threads)]
        if "odd" in name:
            runs += [programs.python("DuckDB", "duckdb_odd", corpus, threads, rounds=1),
                     programs.python("Polars", "polars_odd", corpus, threads, rounds=1)]
        else:
            runs += [programs.python("DuckDB", "duckdb_load", corpus, threads, rounds=1),
                     programs.python("Polars", "polars_load", corpus, threads, rounds=1)]
        rows.append((name, corpus, runs))
    measure("odd", [run for _, _, runs in rows for run in runs], options)
    out.heading(f"The same logs, harder to read: {base.size / 1e6:.0f} MB, {threads} thread, GB/s")
    usual = rows[0][2][0].speed()
    body = []
    for name, _, runs in rows:
        own = runs[0].speed()
        share = f"{own / usual:.0%}" if own and usual else "-"
        body.append([name, *[said(run) for run in runs[:1]], share, *[said(run) for run in runs[1:]]])
    out.table(["corpus", "callscope", "share of plain", "sonic-rs typed store", "DuckDB", "Polars"], body)
    one, two = rows[3][2][0].median(), rows[2][2][0].median()
    if one and two:
        out.line(f"Random keys: {keys.size / twice.size:.2f} times the input takes {two / one:.2f} times as long.")


def forms(programs, options, out):
    size = smaller(options.size, 4)
    threads = options.threads[-1]
    rows = []
    for form, name in (("array", "JSON array"), ("records", '`{"records":[…]}`'), ("csv", "CSV"), ("gzip", "JSON Lines, gzip")):
        corpus = Corpus(options, form, size, "--form", form)
        rows.append((name, corpus, [programs.ours(corpus, threads),
                                    programs.python("DuckDB", f"duckdb_{form}", corpus, threads),
                                    programs.python("Polars", f"polars_{form}", corpus, threads)]))
    measure("forms", [run for _, _, runs in rows for run in runs], options)
    out.heading(f"Other forms of the same {size}, {threads} threads, seconds")
    body = [[name, f"{corpus.size / 1e6:.0f}", *[told(run, runs[0]) for run in runs]] for name, corpus, runs in rows]
    out.table(["form", "MB on disk", "callscope", "DuckDB", "Polars"], body)


def find(programs, options, out):
    corpus = Corpus(options, "plain", options.size)
    runs = []
    for threads in options.threads:
        runs += [
            Run("**callscope find**", [options.callscope, "find", corpus.call, corpus.logs, "--format", "jsonl", "--threads", threads],
                threads, corpus.size),
            Run("ripgrep", ["sh", "-c", f'rg --no-ignore -j {threads} -F -e "$0" "$1" > "$2"', corpus.call, corpus.logs,
                            corpus.folder / "found.txt"], threads, corpus.size, program("rg")),
            programs.python("DuckDB over the files", "duckdb_find", corpus, threads, corpus.call),
        ]
    wanted = f'select(.correlationId == "{corpus.call}" or .properties.CallId == "{corpus.call}")'
    runs.append(Run("jq", ["jq", "-c", wanted, *list(corpus.logs.rglob("*.json"))], 1, corpus.size, program("jq"), rounds=1))
    measure("find", runs, options)
    out.heading("From a cold process to every record of one call, files in the page cache")
    out.runs(runs)


def growth(programs, options, out):
    threads = options.threads[-1]
    rows = []
    for size in options.growth:
        corpus = Corpus(options, "plain", size)
        rows.append((size, corpus, programs.ours(corpus, threads)))
    measure("growth", [run for _, _, run in rows], options)
    out.heading(f"Cost as the work grows, {threads} threads")
    body = []
    for size, corpus, run in rows:
        figures = ["-", "-", "-", run.missing or "-"]
        if run.seconds:
            figures = [f"{run.median():.2f}", f"{run.speed():.2f}", f"{run.peak() / 1e6:.0f}", f"{run.peak() / corpus.size:.3f}"]
        body.append([size, f"{corpus.records:,}", *figures])
    out.table(["input", "records", "s", "GB/s", "peak MB", "peak / input"], body)


def parts(_programs, _options, out):
    """The benchmarks of cargo: medians of each."""
    made = subprocess.run(["cargo", "bench", "--quiet"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    out.heading("In memory (`cargo bench`)")
    out.table(["benchmark", "fastest", "median", "rate (median)"], divan_rows(made.stdout))


def divan_rows(text):
    """Name, fastest, median and median rate of each benchmark of the tree that divan draws."""
    path, row = [], None
    for line in text.splitlines():
        head = re.match(r"^(\S+)\s+fastest ", line)
        branch = re.match(r"^((?:│  |   )*)(?:├─|╰─) (.+?)(?:\s{2,}(.*))?$", line)
        if head:
            path = [head.group(1)]
        elif branch:
            if row:
                yield row
            path = path[:1 + len(branch.group(1)) // 3] + [branch.group(2)]
            figures = re.findall(r"[\d.]+ [nµm]?s\b", branch.group(3) or "")
            row = ["/".join(path), figures[0], figures[2], ""] if len(figures) > 2 else None
        elif row:
            rates = re.findall(r"[\d.]+ [KMGT]?(?:B|item)/s", line)
            if len(rates) > 2:
                row[3] = rates[2]
    if row:
        yield row


PARTS = {"plain": plain, "odd": odd, "forms": forms, "find": find, "growth": growth, "parts": parts}


# --- the page ------------------------------------------------------------------------------------------------------

class Page:
    def __init__(self):
        self.text = []

    def heading(self, text):
        self.text += ["", f"**{text}**", ""]

    def line(self, text):
        self.text += ["", text]

    def table(self, head, rows):
        self.text.append("| " + " | ".join(head) + " |")
        self.text.append("|" + "---|" * len(head))
        self.text += ["| " + " | ".join(map(str, row)) + " |" for row in rows]

    def runs(self, runs):
        """One row a program: figures for each number of threads, and how many times as long it takes as callscope."""
        counts = sorted({run.threads for run in runs})
        labels = list(dict.fromkeys(run.label for run in runs))
        body = []
        for label in labels:
            row = [label]
            for threads in counts:
                mine = next((run for run in runs if run.label == label and run.threads == threads), None)
                row += self.figures(mine, ours_of(runs, threads))
            body.append(row)
        head = ["whole process"]
        for threads in counts:
            head += [f"s ({threads} thread{'s' * (threads > 1)})", "GB/s", "peak MB", "of callscope's time"]
        self.table(head, body)

    @staticmethod
    def figures(run, own):
        if run is None:
            return ["", "", "", ""]
        if not run.seconds:
            return [run.missing or "-", "", "", ""]
        times = f"{run.median() / own.median():.2f} x" if own and own.seconds and own is not run else "1"
        return [f"{run.median():.2f}", f"{run.speed():.2f}", f"{run.peak() / 1e6:.0f}", times]


def ours_of(runs, threads):
    return next((run for run in runs if run.threads == threads and "callscope" in run.label), None)


def said(run):
    return f"{run.speed():.2f}" if run.seconds else run.missing


def told(run, own):
    if not run.seconds:
        return run.missing
    times = f" ({run.median() / own.median():.1f} x)" if own.seconds and own is not run else ""
    return f"{run.median():.2f}{times}"


def machine():
    model = platform.processor() or platform.machine()
    try:
        model = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text()).group(1)
    except (OSError, AttributeError):
        pass
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = ""
    if hasattr(os, "sysconf"):
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    return f"{model}, {cores} cores{memory}, {platform.system()} {platform.release().split('-')[0]} {platform.machine()}"


def versions(options):
    found = [subprocess.run([options.callscope, "--version"], stdout=subprocess.PIPE, text=True).stdout.strip()]
    for name in ("duckdb", "polars", "orjson"):
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            pass
    lock = (ROOT / "benches/peers/Cargo.lock").read_text() if (ROOT / "benches/peers/Cargo.lock").exists() else ""
    for name in ("simd-json", "sonic-rs"):
        version = re.search(rf'name = "{name}"\nversion = "([^"]*)"', lock)
        found += [f"{name} {version.group(1)}"] if version else []
    for name in ("rg", "jq", "lnav", "rustc"):
        if shutil.which(name):
            said_by = subprocess.run([name, "--version"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            version = re.search(r"\d+\.\d+(\.\d+)?", said_by.stdout)
            found += [f"{name} {version.group(0)}"] if version else []
    return ", ".join(found)


def floor():
    """What a child counts as its peak before it has done anything: this process, in MB."""
    with subprocess.Popen(["true"]) as process:
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def smaller(size, by):
    number = int(re.match(r"\d+", size).group(0))
    unit = size[len(str(number)):]
    small = number * UNITS.get(unit, 1) // by
    return f"{small // 10**6}MB" if small >= 10**6 else str(small)


def into_readme(text):
    readme = ROOT / "README.md"
    old = readme.read_text()
    begin, end = old.index(BEGIN) + len(BEGIN), old.index(END)
    readme.write_text(old[:begin] + "\n" + text.strip() + "\n" + old[end:])


def main():
    if sys.argv[1:2] == ["--peer"]:
        return peer(sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="1GB", help="size of the plain corpus; the variants have a quarter")
    parser.add_argument("--data", help="folder for the corpora (default: target/bench-data)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", default="1,2", type=lambda text: [int(word) for word in text.split(",")])
    parser.add_argument("--growth", default="10MB,100MB,1GB", type=lambda text: text.split(","))
    parser.add_argument("--only", default=",".join(name for name in PARTS if name != "parts"), type=lambda text: text.split(","),
                        help="some of " + ", ".join(PARTS) + "; without it all but the last, which cargo bench tells as well")
    parser.add_argument("--limit", type=int, default=300, help="seconds after which a run is given up")
    parser.add_argument("--callscope", type=Path, help="another binary to measure")
    parser.add_argument("--by", choices=("wall", "cpu"), default="wall", help="what is compared: wall or processor time")
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--readme", action="store_true", help="put the table into the README")
    parser.add_argument("--note", help="a sentence to put before the tables")
    parser.add_argument("--out", type=Path, help="write the table to this file, too")
    options = parser.parse_args()
    Run.by_cpu = options.by == "cpu"
    build(options)
    page = Page()
    load = f", load average {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    measure_said = "**processor time** (user and system)" if Run.by_cpu else "wall time"
    page.line(f"{datetime.date.today():%d %B %Y}; {machine()}{load}; {measure_said}, medians of {options.rounds} interleaved "
              f"rounds, files in the page cache, process start included. Peaks below {floor():.0f} MB are those of the "
              "measuring process.")
    page.line(versions(options) + ".")
    if options.note:
        page.line(options.note)
    programs = Programs(options)
    for name in options.only:
        PARTS[name](programs, options, page)
    text = "\n".join(page.text).strip() + "\n"
    print(text)
    if options.out:
        options.out.write_text(text)
    if options.readme:
        into_readme(text)


if __name__ == "__main__":
    main()
