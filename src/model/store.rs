//! The one store: absorbs batches in any order and keeps, for each call, the chain of its rows.
//!
//! Everything shown of a call is a function of the *set* of its rows (see [`super::call`]), so files may arrive in any
//! order and twice. A call whose rows changed is judged anew by [`Store::refresh`], a bounded number a turn.

use super::batch::Batch;
use super::call::CallDetail;
use super::chain::Chain;
use super::facts::CallFacts;
use super::fold::Folded;
use super::id::{CallIx, FileIx, IdRef, Interner, Map, OperationIx, Set, TextRef};
use super::limits::Limits;
use super::repeats::Repeats;
use super::rows::{Operations, Others, Remap, Samples, StreamRows, Summaries};
use super::side::{Side, SideKind};
use super::source::{Account, Skipped, Source, SourceFile};
use super::usual::Counted;

/// Rows up to which a call is judged with every change; it takes some ten microseconds.
const SMALL: u32 = 100;

/// How the judgement of a call stands to its rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Judged {
    /// Of all rows.
    #[default]
    Now,
    /// To be made anew when the call has grown more, or when loading pauses.
    Waits,
    /// To be made anew next.
    Queued,
}

/// How far the judgement of a call is behind its rows.
#[derive(Clone, Copy, Debug, Default)]
struct Standing {
    state: Judged,
    rows: u32,
    /// Judged anew from so many rows on.
    due: u32,
}

impl Standing {
    fn judged(&mut self) {
        let more = if self.rows <= SMALL { 0 } else { self.rows };
        *self = Self {
            state: Judged::Now,
            due: self.rows.saturating_add(more),
            ..*self
        };
    }
}

/// Samples that are summarised in the time in which one call is judged, nearly.
const FOLDED_A_CALL: usize = 30;

/// All that is loaded.
pub struct Store {
    /// Identifiers of every kind.
    pub ids: Interner,
    /// Words.
    pub texts: Interner,
    /// Inputs with their accounts.
    pub files: Vec<SourceFile>,
    /// Paths that are no inputs.
    pub skipped: Vec<Skipped>,
    /// Summary rows, kept and superseded.
    pub summaries: Summaries,
    /// Call-diagnostics rows.
    pub streams: StreamRows,
    /// Client-operations rows.
    pub operations: Operations,
    /// Media-statistics rows.
    pub samples: Samples,
    /// Surveys, automation, recording, captions, usage, daily figures, rooms.
    pub side: Box<Side>,
    /// Records that are only kept raw.
    pub others: Others,
    summary_chain: Chain,
    stream_chain: Chain,
    operation_chain: Chain,
    sample_chain: Chain,
    side_chains: [Chain; SideKind::ALL.len()],
    call_ids: Vec<IdRef>,
    call_by_id: Map<IdRef, CallIx>,
    facts: Vec<CallFacts>,
    /// Changed calls that are to be judged next.
    stale: Vec<CallIx>,
    /// By call how far its judgement is behind its rows.
    standing: Vec<Standing>,
    /// Changed calls that are not in `stale`: their next judgement is not worth its time yet.
    waiting: usize,
    loose: Vec<OperationIx>,
    before_call: Map<CallIx, Vec<OperationIx>>,
    repeats: Repeats,
    usuals: Counted,
    limits: Limits,
    revision: u64,
    cap: usize,
    folded: Option<Box<Folded>>,
    /// Summaries in the making, and up to which sample.
    folding: Option<(Box<Folded>, usize)>,
    again: Option<Again>,
    sample_revision: u64,
    file_bytes: usize,
    fact_bytes: usize,
}

impl Default for Store {
    fn default() -> Self {
        Self::new()
    }
}

impl Store {
    /// An empty store.
    pub fn new() -> Self {
        Self {
            ids: Interner::folding().parted(),
            texts: Interner::exact(),
            files: Vec::new(),
            skipped: Vec::new(),
            summaries: Summaries::default(),
            streams: StreamRows::default(),
            operations: Operations::default(),
            samples: Samples::default(),
            side: Box::default(),
            others: Others::default(),
            summary_chain: Chain::default(),
            stream_chain: Chain::default(),
            operation_chain: Chain::default(),
            sample_chain: Chain::default(),
            side_chains: Default::default(),
            call_ids: Vec::new(),
            call_by_id: Map::default(),
            facts: Vec::new(),
            stale: Vec::new(),
            standing: Vec::new(),
            waiting: 0,
            loose: Vec::new(),
            before_call: Map::default(),
            repeats: Repeats::default(),
            usuals: Counted::default(),
            limits: Limits::default(),
            revision: 0,
            cap: usize::MAX,
            folded: None,
            folding: None,
            again: None,
            sample_revision: 0,
            file_bytes: 0,
            fact_bytes: 0,
        }
    }

    /// Takes the names of the inputs, in the order of their numbers, and what is no input.
    pub fn note_inputs(&mut self, names: Vec<String>, skipped: Vec<Skipped>) {
        if self.files.len() < names.len() {
            self.files.resize_with(names.len(), SourceFile::default);
        }
        for (file, name) in self.files.iter_mut().zip(names) {
            file.name = name;
        }
        self.file_bytes = self.files.iter().map(SourceFile::bytes).sum();
        self.skipped.extend(skipped);
        self.revision += 1;
    }

    /// Takes over the rows and accounts of a batch. The same chunk of the same file is taken once.
    pub fn absorb(&mut self, batch: &Batch) {
        if !self.note_accounts(batch) {
            return;
        }
        let map = Remap {
            ids: self.ids.adopt(&batch.ids),
            texts: self.texts.adopt(&batch.texts),
        };
        self.summaries.append(&batch.summaries, &map);
        for call in batch.summaries.call() {
            let call = self.touch(IdRef(map.ids[call.at()]));
            self.summary_chain.push(call);
        }
        self.streams.append(&batch.streams, &map);
        for call in batch.streams.call() {
            let call = self.touch(IdRef(map.ids[call.at()]));
            self.stream_chain.push(call);
        }
        self.absorb_operations(batch, &map);
        self.absorb_samples(&batch.samples, &map);
        self.absorb_side(&batch.side, &map);
        self.others.append(&batch.others, &map);
        self.revision += 1;
        self.keep_to_cap();
    }

    fn absorb_operations(&mut self, batch: &Batch, map: &Remap) {
        let rows = self.operations.len() as u32..;
        self.operations.append(&batch.operations, map);
        for (row, id) in rows.zip(batch.operations.call()) {
            let id = IdRef(map.ids[id.at()]);
            if id.is_known() {
                let call = self.touch(id);
                self.operation_chain.push(call);
            } else {
                self.loose.push(OperationIx(row));
                self.operation_chain.skip();
            }
        }
    }

    /// Rows that name a call belong to it, and make it where no other log does; rows that name none stand alone.
    fn absorb_side(&mut self, side: &Side, map: &Remap) {
        if side.rows() == 0 {
            return;
        }
        self.side.absorb(side, map);
        for kind in SideKind::ALL {
            for id in kind.calls(side) {
                let id = IdRef(map.ids[id.at()]);
                if id.is_known() {
                    let call = self.touch(id);
                    self.side_chains[kind as usize].push(call);
                } else {
                    self.side_chains[kind as usize].skip();
                }
            }
        }
    }

    /// Adds the accounts of a batch to its file; false when this chunk was taken before.
    fn note_accounts(&mut self, batch: &Batch) -> bool {
        if self.files.len() <= batch.file.at() {
            self.files
                .resize_with(batch.file.at() + 1, SourceFile::default);
        }
        let file = &mut self.files[batch.file.at()];
        let Account { bytes, lines, .. } = batch.account;
        if bytes > 0 && !file.note_chunk(batch.offset, bytes, lines) {
            return false;
        }
        let before = file.bytes();
        file.account.add(&batch.account);
        for (name, count) in &batch.categories {
            *file.categories.entry(name.clone()).or_default() += count;
        }
        file.note_columns(&batch.unknown_columns);
        for (reason, count) in &batch.reasons {
            *file.reasons.entry(reason.clone()).or_default() += count;
        }
        file.note_issues(batch.issues.clone(), batch.issues_omitted);
        if let Some(facts) = &batch.facts {
            file.facts = facts.clone();
        }
        for note in &batch.notes {
            if !file.notes.contains(note) {
                file.notes.push(note.clone());
            }
        }
        if batch.error.is_some() {
            file.error.clone_from(&batch.error);
        }
        file.done |= batch.last;
        self.file_bytes = (self.file_bytes + file.bytes()).saturating_sub(before);
        true
    }

    /// The call of an identifier, made at first sight, marked as changed.
    fn touch(&mut self, id: IdRef) -> CallIx {
        let next = CallIx(self.call_ids.len() as u32);
        let call = *self.call_by_id.entry(id).or_insert(next);
        if call == next {
            self.call_ids.push(id);
            self.facts.push(CallFacts::default());
            self.standing.push(Standing::default());
        }
        let standing = &mut self.standing[call.at()];
        standing.rows = standing.rows.saturating_add(1);
        let was = std::mem::replace(&mut standing.state, Judged::Waits);
        if was == Judged::Queued || standing.rows >= standing.due {
            standing.state = was;
            self.mark(call);
        } else if was == Judged::Now {
            self.waiting += 1;
        }
        call
    }

    fn mark(&mut self, call: CallIx) {
        let was = std::mem::replace(&mut self.standing[call.at()].state, Judged::Queued);
        if was != Judged::Queued {
            self.stale.push(call);
        }
        self.waiting -= usize::from(was == Judged::Waits);
    }

    /// Lets [`Store::refresh`] judge every changed call, large ones that were put off too. To be called when no more
    /// rows are expected soon.
    pub fn catch_up(&mut self) {
        if self.waiting == 0 {
            return;
        }
        for call in self.calls() {
            if self.standing[call.at()].state == Judged::Waits {
                self.mark(call);
            }
        }
    }

    /// Judges up to `most` changed calls anew; false when none is left. A call that grows is judged at once while it is
    /// small, then each time it has doubled, so all its judgements together cost what two do.
    pub fn refresh(&mut self, most: usize) -> bool {
        let from = self.stale.len().saturating_sub(most);
        for call in self.stale.split_off(from) {
            self.judge(call);
        }
        let is_folding = self.fold_some(most.saturating_mul(FOLDED_A_CALL));
        is_folding || !self.stale.is_empty()
    }

    /// Judges some of the changed calls, for an answer that shows no others.
    pub fn refresh_only(&mut self, calls: &[CallIx]) {
        for &call in calls {
            let is_waiting = self.standing[call.at()].state == Judged::Waits;
            self.waiting -= usize::from(is_waiting);
            if self.standing[call.at()].state != Judged::Now {
                self.judge(call);
            }
        }
        self.drop_judged();
    }

    fn judge(&mut self, call: CallIx) {
        let facts = self.verdict(call);
        self.take_facts(call, facts);
    }

    /// What all rows of a call say now; it is shown once the store took it: see [`Store::settle_by`].
    pub fn verdict(&self, call: CallIx) -> CallFacts {
        CallFacts::of(self, &self.detail(call))
    }

    fn take_facts(&mut self, call: CallIx, facts: CallFacts) {
        self.standing[call.at()].judged();
        let after = facts.bytes();
        let old = std::mem::replace(&mut self.facts[call.at()], facts);
        self.fact_bytes = (self.fact_bytes + after).saturating_sub(old.bytes());
        self.revision += 1;
    }

    /// Joins operations from before a call to it, then judges all that changed. To be called when loading pauses.
    pub fn settle(&mut self) {
        self.settle_by(|_, _| Vec::new());
    }

    /// The same by verdicts that `judge` makes of the changed calls, in whatever order and perhaps side by side; those
    /// it leaves out are made here.
    pub fn settle_by(&mut self, judge: impl FnOnce(&Self, &[CallIx]) -> Vec<(CallIx, CallFacts)>) {
        self.join_loose_operations();
        let changed = std::mem::take(&mut self.stale);
        for (call, facts) in judge(self, &changed) {
            self.take_facts(call, facts);
        }
        self.stale = changed;
        self.drop_judged();
        while self.refresh(usize::MAX) {}
    }

    /// Forgets what was marked as changed and is judged by now.
    fn drop_judged(&mut self) {
        let standing = &self.standing;
        self.stale
            .retain(|call| standing[call.at()].state == Judged::Queued);
    }

    /// Takes up the joins without judging; [`Store::refresh`] does that in bounded turns.
    pub fn join_loose_operations(&mut self) {
        self.catch_up();
        let joined = super::join::before_call(self);
        let old = std::mem::replace(&mut self.before_call, joined);
        let changed: Vec<CallIx> = old
            .keys()
            .chain(self.before_call.keys())
            .filter(|call| old.get(call) != self.before_call.get(call))
            .copied()
            .collect();
        for call in changed {
            self.mark(call);
        }
        self.count_repeats();
        self.revision += 1;
    }

    /// Counts users to whom the same happens again; the calls of those whose count changed are judged anew.
    fn count_repeats(&mut self) {
        let old = std::mem::take(&mut self.repeats);
        self.repeats = Repeats::count(self);
        let changed: Set<IdRef> = self
            .repeats
            .users()
            .filter(|&(user, record)| old.of(user) != Some(record))
            .map(|(user, _)| user)
            .collect();
        if changed.is_empty() {
            return;
        }
        for row in 0..self.summaries.len() {
            if changed.contains(&self.summaries.identifier()[row]) {
                let call = self.call_of(self.summaries.call()[row]);
                if let Some(call) = call {
                    self.mark(call);
                }
            }
        }
    }

    /// Users who met a drop or no media path, with all their calls; counted when loading pauses.
    pub fn repeats(&self) -> &Repeats {
        &self.repeats
    }

    /// What [`super::usual::usual`] has counted.
    pub(super) fn usuals(&self) -> &Counted {
        &self.usuals
    }

    /// The limits in force.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Sets other limits; every call is judged anew by the next [`Store::refresh`].
    pub fn set_limits(&mut self, limits: Limits) {
        if limits == self.limits {
            return;
        }
        self.limits = limits;
        for call in self.calls() {
            self.mark(call);
        }
        self.revision += 1;
    }

    /// Grows with every change; what is derived from the store remembers it.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// How many calls are known.
    pub fn call_count(&self) -> usize {
        self.call_ids.len()
    }

    /// All calls, in order of first sight.
    pub fn calls(&self) -> impl Iterator<Item = CallIx> + use<> {
        (0..self.call_ids.len() as u32).map(CallIx)
    }

    /// The identifier of a call; missing for the one that gathers service records without a call id.
    pub fn call_id(&self, call: CallIx) -> IdRef {
        self.call_ids[call.at()]
    }

    /// The call of an identifier.
    pub fn call_of(&self, id: IdRef) -> Option<CallIx> {
        self.call_by_id.get(&id).copied()
    }

    /// What the list shows of a call.
    pub fn facts(&self, call: CallIx) -> &CallFacts {
        &self.facts[call.at()]
    }

    /// A call in full, without its samples.
    pub fn detail(&self, call: CallIx) -> CallDetail {
        CallDetail::build(self, call)
    }

    /// The text of an identifier, empty when missing.
    pub fn id(&self, id: IdRef) -> &str {
        self.ids.get(id.0)
    }

    /// A word, empty when missing.
    pub fn text(&self, text: TextRef) -> &str {
        self.texts.get(text.0)
    }

    /// The file of a source.
    pub fn file(&self, file: FileIx) -> Option<&SourceFile> {
        self.files.get(file.at())
    }

    /// `file:line` of a record; not sanitized.
    pub fn place(&self, source: &Source) -> (String, u64) {
        self.file(source.file).map_or_else(
            || (String::new(), 0),
            |file| (file.name.clone(), file.line(source)),
        )
    }

    /// The accounts of all files together.
    pub fn account(&self) -> Account {
        let mut sum = Account::default();
        for file in &self.files {
            sum.add(&file.account);
        }
        sum
    }

    /// Summary rows of a call.
    pub fn summaries_of(&self, call: CallIx) -> impl Iterator<Item = usize> {
        self.summary_chain.rows(call)
    }

    /// Call-diagnostics rows of a call.
    pub fn streams_of(&self, call: CallIx) -> impl Iterator<Item = usize> {
        self.stream_chain.rows(call)
    }

    /// Operations of a call, those from before it included.
    pub fn operations_of(&self, call: CallIx) -> impl Iterator<Item = usize> {
        let before = self
            .before_call
            .get(&call)
            .into_iter()
            .flatten()
            .map(|row| row.at());
        self.operation_chain.rows(call).chain(before)
    }

    /// Rows of a side table of a call.
    pub fn side_of(&self, kind: SideKind, call: CallIx) -> impl Iterator<Item = usize> {
        self.side_chains[kind as usize].rows(call)
    }

    /// Operations without a call id.
    pub fn loose_operations(&self) -> &[OperationIx] {
        &self.loose
    }

    /// Rows of the operations without a call id that found none.
    pub fn unjoined_operations(&self) -> Vec<usize> {
        let joined: Set<OperationIx> = self.before_call.values().flatten().copied().collect();
        let loose = self.loose.iter().filter(|row| !joined.contains(row));
        loose.map(|row| row.at()).collect()
    }

    /// Operations without a call id that found their call, with it.
    pub fn joined_rows(&self) -> impl Iterator<Item = (OperationIx, CallIx)> {
        let joined = self.before_call.iter();
        joined.flat_map(|(&call, rows)| rows.iter().map(move |&row| (row, call)))
    }

    /// How many operations without a call id found their call.
    pub fn joined_operations(&self) -> usize {
        self.before_call.values().map(Vec::len).sum()
    }
}

mod samples;
#[cfg(test)]
mod tests;

use samples::Again;
pub use samples::{SampleSpan, SamplesKept};
