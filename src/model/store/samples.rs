//! The media statistics of the store, by far most of its rows: kept whole up to the memory cap, beyond it as summaries,
//! of which those of one call at a time are read again from the files.

use super::Store;
use crate::model::facts::CallFacts;
use crate::model::fold::SeriesSum;
use crate::model::id::{CallIx, IdRef, OperationIx};
use crate::model::recall::{Recall, Recalled};
use crate::model::rows::{SampleRow, Samples};
use crate::model::source::{Source, SourceFile};
use crate::model::table::Remap;
use crate::model::turns::Turns;
use crate::model::value::Time;
use std::collections::{HashMap, HashSet};

/// What is at hand of the samples of a call. Who judges by samples must say "cannot tell" of those that are summarised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SamplesKept {
    /// All of them; a call may have none.
    Whole,
    /// Only summaries; [`Store::samples_of`] gives none, [`Store::sample_sums`] what is kept.
    Summarised,
    /// Read again from the files.
    ReadAgain {
        /// How many of them could not be had: their file changed or is gone.
        lost: u64,
    },
}

/// What the samples of a participant say of its leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleSpan {
    /// Who measured.
    pub participant: IdRef,
    /// The earliest sample, client clock.
    pub first: Time,
    /// The sample that stands first in the files.
    pub source: Source,
}

/// The call whose samples are at hand although all are summarised.
pub(super) struct Again {
    call: CallIx,
    is_whole: bool,
    lost: u64,
}

/// Bytes kept free for each sample while samples are summarised: its hash, at most 20, and its share of what comes
/// meanwhile and of the summaries.
const ROOM: usize = 28;

/// Samples summarised in one turn: some milliseconds, and many times what a batch brings.
const FOLDED_A_TURN: usize = 20_000;

impl Store {
    /// Sets how many bytes the rows and what belongs to them may take. Beyond it samples are summarised; nothing else
    /// is left out, so all other rows may come to more.
    pub fn set_cap(&mut self, bytes: usize) {
        self.cap = bytes;
        self.keep_to_cap();
        while self.fold_some(usize::MAX) {}
    }

    /// The cap, where there is one.
    pub fn cap(&self) -> Option<usize> {
        (self.cap != usize::MAX).then_some(self.cap)
    }

    /// True when the samples are summarised.
    pub fn is_summarised(&self) -> bool {
        self.folded.is_some()
    }

    /// True when even without samples it takes more than the cap.
    pub fn is_over_cap(&self) -> bool {
        self.bytes() > self.cap
    }

    /// Bytes of all tables, interners, lists and accounts, with what they keep free for more rows. An index for finding,
    /// a call that is shown, and the text being read come on top.
    pub fn bytes(&self) -> usize {
        let tables = self.summaries.bytes()
            + self.streams.bytes()
            + self.operations.bytes()
            + self.samples.bytes()
            + self.side.bytes()
            + self.others.bytes();
        let chains = [
            &self.summary_chain,
            &self.stream_chain,
            &self.operation_chain,
            &self.sample_chain,
        ];
        let chains = chains.into_iter().chain(&self.side_chains);
        // A call's number, identifier, mark and the slot that finds it.
        let calls = self.call_ids.capacity() * (size_of::<CallFacts>() + 24) + self.fact_bytes;
        let joined = self.before_call.values().map(Vec::len).sum::<usize>();
        self.ids.bytes()
            + self.texts.bytes()
            + tables
            + chains.map(super::Chain::bytes).sum::<usize>()
            + calls
            + (self.loose.capacity() + joined) * size_of::<OperationIx>()
            + self.before_call.capacity() * 32
            + self.files.capacity() * size_of::<SourceFile>()
            + self.file_bytes
            + self.folded.as_ref().map_or(0, |folded| folded.bytes())
            + self
                .folding
                .as_ref()
                .map_or(0, |(folded, _)| folded.bytes())
    }

    pub(super) fn absorb_samples(&mut self, samples: &Samples, map: &Remap) {
        if self.folded.is_some() {
            for at in 0..samples.len() {
                let row = Samples::moved(samples, at, map);
                let call = self.touch(row.call);
                self.fold_in(call, row);
            }
            return;
        }
        self.samples.append(samples, map);
        let mut last = None;
        for &id in samples.call() {
            // Samples of one call come in long runs.
            let call = match last {
                Some((same, call)) if same == id => call,
                _ => self.touch(IdRef(map.ids[id.at()])),
            };
            last = Some((id, call));
            self.sample_chain.push(call);
        }
    }

    /// A row that came later than its call was read again is kept beside its summary.
    fn fold_in(&mut self, call: CallIx, row: SampleRow) {
        let Some(folded) = &mut self.folded else {
            return;
        };
        folded.add(call, row, &self.files);
        if self.again.as_ref().is_some_and(|again| again.call == call) {
            self.samples.push(row);
            self.sample_chain.push(call);
        }
    }

    /// Begins to summarise once the cap is near, and goes on with it.
    pub(super) fn keep_to_cap(&mut self) {
        if self.folding.is_none()
            && self.folded.is_none()
            && self.cap != usize::MAX
            && self.bytes() + self.samples.len() * ROOM > self.cap
        {
            self.folding = Some((Box::default(), 0));
        }
        self.fold_some(FOLDED_A_TURN);
    }

    /// Summarises some samples more; all are whole until the last is done. False when nothing is left to do.
    pub(super) fn fold_some(&mut self, most: usize) -> bool {
        let Some((folded, from)) = &mut self.folding else {
            return false;
        };
        let to = from.saturating_add(most).min(self.samples.len());
        for at in *from..to {
            let row = self.samples.get(at);
            if let Some(&call) = self.call_by_id.get(&row.call) {
                folded.add(call, row, &self.files);
            }
        }
        *from = to;
        if to < self.samples.len() {
            return true;
        }
        self.folded = self.folding.take().map(|(folded, _)| folded);
        self.samples = Samples::default();
        self.sample_chain = super::Chain::default();
        self.revision += 1;
        false
    }

    /// Grows with [`Store::revision`], and when samples of a call were read again; who shows a call remembers it.
    pub fn shown_revision(&self) -> u64 {
        self.revision + self.sample_revision
    }

    /// Samples of a call; none while they are only summarised: see [`Store::samples_kept`].
    pub fn samples_of(&self, call: CallIx) -> impl Iterator<Item = usize> {
        let is_at_hand = self.samples_kept(call) != SamplesKept::Summarised;
        let rows = is_at_hand.then(|| self.sample_chain.rows(call));
        rows.into_iter().flatten()
    }

    /// What is at hand of the samples of a call.
    pub fn samples_kept(&self, call: CallIx) -> SamplesKept {
        match (&self.folded, &self.again) {
            (None, _) => SamplesKept::Whole,
            (Some(folded), _) if folded.of(call).next().is_none() => SamplesKept::Whole,
            (_, Some(again)) if again.call == call && again.is_whole => {
                SamplesKept::ReadAgain { lost: again.lost }
            }
            _ => SamplesKept::Summarised,
        }
    }

    /// True when the logs have samples of a call.
    pub fn has_samples(&self, call: CallIx) -> bool {
        match &self.folded {
            Some(folded) => folded.of(call).next().is_some(),
            None => self.sample_chain.newest(call).is_some(),
        }
    }

    /// All samples; of summarised ones the first of each series, which names all there is to name. Rows of this table
    /// are not those of [`Store::samples_of`] once samples are summarised.
    pub fn sample_heads(&self) -> &Samples {
        self.folded
            .as_ref()
            .map_or(&self.samples, |folded| &folded.heads)
    }

    /// The summary behind a row of [`Store::sample_heads`]; none while samples are whole.
    pub fn sample_sum(&self, head: usize) -> Option<SeriesSum> {
        self.folded.as_ref().map(|folded| folded.sum(head))
    }

    /// The summaries of a call: rows of [`Store::sample_heads`] with what is kept of their series; none while samples
    /// are whole.
    pub fn sample_sums(&self, call: CallIx) -> impl Iterator<Item = (usize, SeriesSum)> {
        let folded = self.folded.iter();
        folded.flat_map(move |folded| folded.of(call).map(|at| (at, folded.sum(at))))
    }

    /// The earliest sample of all, client clock.
    pub fn first_sample(&self) -> Time {
        if let Some(folded) = &self.folded {
            return folded.first();
        }
        let times = self.samples.time().iter();
        times.fold(Time::MISSING, |first, &time| first.earlier(time))
    }

    /// How many samples count, and how many records of them were met again; both exact even when summarised.
    pub fn sample_counts(&self) -> (u64, u64) {
        if let Some(folded) = &self.folded {
            return folded.counts();
        }
        let twins = crate::model::tally::repeated(self.samples.hash());
        (self.samples.len() as u64 - twins, twins)
    }

    /// Who measured in a call, each once.
    pub fn sample_participants(&self, call: CallIx) -> Vec<IdRef> {
        let measured = self.sample_heads().participant();
        match &self.folded {
            Some(folded) => distinct(folded.of(call).map(|at| measured[at])),
            None => distinct(self.sample_chain.rows(call).map(|at| measured[at])),
        }
    }

    /// Who measured in a call, since when, and where that stands; one for each participant.
    pub fn sample_spans(&self, call: CallIx) -> Vec<SampleSpan> {
        let (mut spans, mut places) = (Vec::new(), (HashMap::new(), 0));
        if let Some(folded) = &self.folded {
            for at in folded.of(call) {
                let head = folded.heads.get(at);
                note_span(
                    &mut spans,
                    &mut places,
                    (head.participant, folded.sum(at).first, head.source),
                );
            }
            return spans;
        }
        let table = &self.samples;
        for row in self.sample_chain.rows(call) {
            let (time, source) = (table.time()[row], table.source()[row]);
            note_span(
                &mut spans,
                &mut places,
                (table.participant()[row], time, source),
            );
        }
        spans
    }

    /// Asks for the samples of a call again; those of another call read before are given up.
    pub fn recall(&mut self, call: CallIx) -> Option<Recall> {
        let folded = self.folded.as_ref()?;
        let stretches = folded.places(call, &self.files);
        self.drop_recalled();
        self.again = Some(Again {
            call,
            is_whole: false,
            lost: 0,
        });
        Some(Recall {
            call,
            id: self.id(self.call_id(call)).to_owned(),
            stretches,
        })
    }

    /// Gives up the samples that were read again, or were to be.
    pub fn drop_recalled(&mut self) {
        if self.folded.is_some() && self.again.take().is_some() {
            self.samples = Samples::default();
            self.sample_chain = super::Chain::default();
            self.sample_revision += 1;
        }
    }

    /// Takes over samples that were read again; false when others are wanted meanwhile. Records that were not met when
    /// the files were read are left out: the files changed.
    pub fn take_back(&mut self, recalled: &Recalled) -> bool {
        let is_wanted = self
            .again
            .as_ref()
            .is_some_and(|again| again.call == recalled.call && !again.is_whole);
        let Some(folded) = self.folded.as_ref().filter(|_| is_wanted) else {
            return false;
        };
        let batch = &recalled.rows;
        let map = Remap {
            ids: self.ids.adopt(&batch.ids),
            texts: self.texts.adopt(&batch.texts),
        };
        for at in 0..batch.samples.len() {
            if folded.has_met(batch.samples.hash()[at]) {
                self.samples.push(Samples::moved(&batch.samples, at, &map));
                self.sample_chain.push(recalled.call);
            }
        }
        let found: HashSet<u64> = self.samples.hash().iter().copied().collect();
        let wanted = folded.of(recalled.call).map(|at| folded.sum(at).samples);
        let wanted: u64 = wanted.map(u64::from).sum();
        self.again = Some(Again {
            call: recalled.call,
            is_whole: true,
            lost: wanted.saturating_sub(found.len() as u64),
        });
        // What only samples show can be told now.
        self.mark(recalled.call);
        self.sample_revision += 1;
        true
    }
}

/// Each once; rows of one mostly come together.
fn distinct(ids: impl Iterator<Item = IdRef>) -> Vec<IdRef> {
    let mut met: Turns<IdRef, ()> = Turns::default();
    let mut last = None;
    for id in ids {
        if last.replace(id) != Some(id) {
            met.entry(id);
        }
    }
    met.into_entries().into_iter().map(|(id, ())| id).collect()
}

/// Keeps the earliest time and the first place of each participant; rows of one mostly come together.
fn note_span(
    spans: &mut Vec<SampleSpan>,
    (at_of, last): &mut (HashMap<IdRef, usize>, usize),
    (participant, time, source): (IdRef, Time, Source),
) {
    if spans
        .get(*last)
        .is_none_or(|span| span.participant != participant)
    {
        *last = *at_of.entry(participant).or_insert(spans.len());
    }
    match spans.get_mut(*last) {
        Some(span) => {
            span.first = span.first.earlier(time);
            span.source = span.source.min(source);
        }
        None => spans.push(SampleSpan {
            participant,
            first: time,
            source,
        }),
    }
}
