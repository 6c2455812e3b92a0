//! Makes the records harder to read: keys in random order, columns nobody knows, lines with something odd in them.

use std::io;

use clap::Args;

use crate::members::{join, members, parts};
use crate::odd::{KINDS, spoil};
use crate::rng::Rng;
use crate::sink::{Category, Sink};

/// What to change.
#[derive(Clone, Copy, Default, Args)]
pub(crate) struct Changes {
    /// Another order of keys in every record, 3 % of them missing
    #[arg(long = "shuffle-keys")]
    pub(crate) shuffled_keys: bool,
    /// Columns that no schema knows in every record, in and outside of `properties`
    #[arg(long)]
    pub(crate) extra_columns: bool,
    /// Share of lines that are cut, hold invalid UTF-8, wrong types, junk behind, blank lines, a key twice, huge
    /// numbers or escapes (forms lines and gzip only)
    #[arg(long = "odd-lines", value_name = "F", default_value_t = 0.0)]
    pub(crate) odd: f64,
}

/// Share of keys that a record with shuffled keys lacks.
const MISSING: f64 = 0.03;

/// Keys that stay: without them a record is of no kind or of no call.
const KEPT: [&[u8]; 4] = [b"category", b"properties", b"correlationId", b"CallId"];

/// Changes lines on their way to another sink.
pub(crate) struct Changed<S: Sink> {
    inner: S,
    rng: Rng,
    changes: Changes,
    line: Vec<u8>,
    /// Odd lines of each kind, in the order of [`KINDS`].
    pub(crate) odd: [u64; KINDS.len()],
}

impl<S: Sink> Changed<S> {
    pub(crate) fn new(inner: S, seed: u64, changes: Changes) -> Self {
        Self {
            inner,
            rng: Rng::keyed(seed, 0x0dd),
            changes,
            line: Vec::new(),
            odd: [0; KINDS.len()],
        }
    }

    /// The sink below.
    #[cfg(test)]
    pub(crate) fn into_inner(self) -> S {
        self.inner
    }

    fn rewrite(&mut self, line: &[u8]) {
        self.line.clear();
        if !self.changes.shuffled_keys && !self.changes.extra_columns {
            self.line.extend_from_slice(line.trim_ascii_end());
            return;
        }
        let strangers = if self.changes.extra_columns {
            strangers(&mut self.rng)
        } else {
            [Vec::new(), Vec::new()]
        };
        let outer = members(line.trim_ascii_end());
        let mut outer = self.arrange(outer, &strangers[0]);
        let mut inner = Vec::with_capacity(line.len() * 2);
        if let Some(place) = outer
            .iter()
            .position(|member| parts(member).0 == b"properties")
        {
            let own = self.arrange(members(parts(outer[place]).1), &strangers[1]);
            inner.extend_from_slice(b"\"properties\":");
            join(own.into_iter(), &mut inner);
            outer[place] = &inner;
        }
        join(outer.into_iter(), &mut self.line);
    }

    fn arrange<'a>(&mut self, mut all: Vec<&'a [u8]>, more: &'a [Vec<u8>]) -> Vec<&'a [u8]> {
        let rng = &mut self.rng;
        if self.changes.shuffled_keys {
            all.retain(|member| KEPT.contains(&parts(member).0) || !rng.chance(MISSING));
        }
        all.extend(more.iter().map(Vec::as_slice));
        if self.changes.shuffled_keys {
            for last in (1..all.len()).rev() {
                all.swap(last, rng.range(0, last as i64 + 1) as usize);
            }
        }
        all
    }
}

impl<S: Sink> Sink for Changed<S> {
    fn put(&mut self, category: Category, time: i64, line: &[u8]) -> io::Result<()> {
        self.rewrite(line);
        if self.changes.odd > 0.0 && self.rng.chance(self.changes.odd) {
            let kind = spoil(&mut self.rng, &mut self.line);
            self.odd[kind] += 1;
        }
        self.line.push(b'\n');
        self.inner.put(category, time, &self.line)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.inner.finish()
    }
}

/// Members outside and inside of `properties`: constants, numbers, an object, a text that is different each time.
fn strangers(rng: &mut Rng) -> [Vec<Vec<u8>>; 2] {
    let node = rng.range(0, 40);
    let outer = vec![
        format!("\"ingestNode\":\"node-{node:03}.collector.contoso\"").into_bytes(),
        b"\"schemaRevision\":7".to_vec(),
    ];
    let inner = vec![
        format!("\"x_traceparent\":\"00-{}-01\"", rng.guid()).into_bytes(),
        format!("\"x_cost\":{}.{:02}", rng.range(0, 9), rng.range(0, 99)).into_bytes(),
        format!(
            "\"x_tags\":{{\"ring\":\"{}\",\"flags\":[1,{},null]}}",
            rng.range(0, 4),
            rng.range(2, 9)
        )
        .into_bytes(),
        b"\"x_region\":\"West Europe\"".to_vec(),
        b"\"x_reserved\":null".to_vec(),
    ];
    [outer, inner]
}
