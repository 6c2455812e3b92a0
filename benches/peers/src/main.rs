//! Reads a folder of JSON Lines the way other parsers would: the lower bounds and the rivals of the benchmark.
//!
//! `callscope-peers MODE THREADS FOLDER` prints records and bytes. Every mode reads 1 MiB at a time into one buffer a
//! thread, and hands on whole lines:
//!
//! * `read`: nothing more, the cost of the files themselves
//! * `tape`: simd-json's tape of each line, which validates it
//! * `skip`: sonic-rs skips over each line, which validates it and builds nothing
//! * `store`: sonic-rs fills a typed record from each line, which goes into columns with identifiers interned

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

mod store;

/// What is done with each line.
trait Lines: Default + Send {
    /// Takes one line, without its end; true when it is a record.
    fn take(&mut self, line: &mut [u8]) -> bool;
}

#[derive(Default)]
struct Tape(simd_json::Buffers);

impl Lines for Tape {
    fn take(&mut self, line: &mut [u8]) -> bool {
        simd_json::to_tape_with_buffers(line, &mut self.0).is_ok()
    }
}

#[derive(Default)]
struct Skip;

impl Lines for Skip {
    fn take(&mut self, line: &mut [u8]) -> bool {
        let text = std::str::from_utf8(line);
        text.is_ok_and(|text| sonic_rs::from_str::<serde::de::IgnoredAny>(text).is_ok())
    }
}

const CHUNK: usize = 1 << 20;

fn files(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files(&path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// Reads a file in chunks and hands on whole lines; a tail without end moves to the front of the next chunk.
fn lines(path: &Path, buffer: &mut Vec<u8>, mut take: impl FnMut(&mut [u8])) -> io::Result<u64> {
    let mut file = File::open(path)?;
    let (mut held, mut bytes) = (0, 0);
    loop {
        if buffer.len() < held + CHUNK {
            buffer.resize(held + CHUNK, 0);
        }
        let got = file.read(&mut buffer[held..held + CHUNK])?;
        bytes += got as u64;
        let end = held + got;
        if got == 0 {
            if held > 0 {
                take(&mut buffer[..held]);
            }
            return Ok(bytes);
        }
        let Some(last) = memchr::memrchr(b'\n', &buffer[..end]) else {
            held = end;
            continue;
        };
        let mut start = 0;
        while start <= last {
            let at = memchr::memchr(b'\n', &buffer[start..=last]).map_or(last, |at| start + at);
            if at > start {
                take(&mut buffer[start..at]);
            }
            start = at + 1;
        }
        buffer.copy_within(last + 1..end, 0);
        held = end - last - 1;
    }
}

/// Each thread takes the next file.
fn run<L: Lines>(paths: &[PathBuf], threads: usize, whole: bool) -> io::Result<(u64, u64)> {
    let next = AtomicUsize::new(0);
    let kept = Mutex::new(Vec::new());
    let work = || -> io::Result<(u64, u64)> {
        let (mut state, mut buffer, mut sum) = (L::default(), Vec::new(), (0, 0));
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            if whole {
                sum.1 += plain(path, &mut buffer)?;
            } else {
                let mut records = 0;
                let count = |line: &mut [u8]| records += u64::from(state.take(line));
                sum.1 += lines(path, &mut buffer, count)?;
                sum.0 += records;
            }
        }
        // What was stored stays until all is read.
        if let Ok(mut kept) = kept.lock() {
            kept.push(state);
        }
        Ok(sum)
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_fold((0, 0), |sum, worker| {
            let part = worker.join().map_err(|_| io::Error::other("panic"))??;
            Ok((sum.0 + part.0, sum.1 + part.1))
        })
    })
}

fn plain(path: &Path, buffer: &mut Vec<u8>) -> io::Result<u64> {
    buffer.resize(CHUNK, 0);
    let mut file = File::open(path)?;
    let mut bytes = 0;
    loop {
        match file.read(buffer)? {
            0 => return Ok(bytes),
            got => bytes += got as u64,
        }
    }
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, mode, threads, folder] = arguments.as_slice() else {
        return Err(io::Error::other(
            "callscope-peers read|tape|skip|store THREADS FOLDER",
        ));
    };
    let threads = threads.parse().map_err(io::Error::other)?;
    let mut paths = Vec::new();
    files(Path::new(folder), &mut paths)?;
    // The largest first, so that threads end together.
    paths.sort_by_cached_key(|path| std::cmp::Reverse(fs::metadata(path).map_or(0, |m| m.len())));
    let (records, bytes) = match mode.as_str() {
        "read" => run::<Skip>(&paths, threads, true)?,
        "tape" => run::<Tape>(&paths, threads, false)?,
        "skip" => run::<Skip>(&paths, threads, false)?,
        "store" => run::<store::Store>(&paths, threads, false)?,
        _ => return Err(io::Error::other("no such mode")),
    };
    println!("{records} records, {bytes} bytes");
    Ok(())
}
