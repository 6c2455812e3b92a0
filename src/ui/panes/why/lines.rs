//! The rows of the findings: sentences wrapped, numbers in columns, a row for each proof.

use super::weight;
use crate::model::call::{CallDetail, LegNo};
use crate::model::finding::rules::Log;
use crate::model::finding::words::{changes, names};
use crate::model::finding::{Finding, Number};
use crate::model::source::Source;
use crate::model::store::Store;
use crate::model::verdict::CallClass;
use crate::safe;
use crate::ui::panes::words;
use crate::ui::theme::Role;
use crate::ui::time_face::TimeFace;

/// Columns of the words before a row: `proof`, `against`.
pub(super) const INDENT: u16 = 9;
/// Columns of a proof's place.
const PLACE: usize = 22;

/// One row.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The class of a finding's first row.
    pub(super) class: Option<CallClass>,
    pub(super) label: String,
    pub(super) label_role: Role,
    /// Where the text begins, after the mark.
    pub(super) indent: u16,
    pub(super) text: String,
    pub(super) role: Role,
    /// By position; none for what is said of the whole call.
    pub(super) finding: Option<usize>,
    pub(super) is_head: bool,
    /// The record the row names.
    pub(super) source: Option<Source>,
}

/// What rows are made from.
pub(super) struct Sheet<'a> {
    pub(super) store: &'a Store,
    pub(super) detail: &'a CallDetail,
    pub(super) width: u16,
    pub(super) face: TimeFace,
}

impl Sheet<'_> {
    /// All rows: the findings, those of the leg asked about first, then what is not loaded for this call.
    pub(super) fn lines(&self, found: &[Finding], asked: Option<LegNo>) -> Vec<Line> {
        let mut lines = Vec::new();
        let is_asked = |at: &usize| asked.is_some_and(|leg| found[*at].legs.contains(&leg));
        let mut order: Vec<usize> = (0..found.len()).collect();
        // Stable: within both halves the worst stays first.
        order.sort_by_key(|at| !is_asked(at));
        for at in order {
            self.finding(&mut lines, at, &found[at]);
        }
        if found.is_empty() {
            let class = self.detail.verdict.class;
            let text = nothing((self.store, self.face), self.detail);
            self.wrapped(&mut lines, (None, ""), &text, Role::Text);
            if let Some(line) = lines.first_mut() {
                line.class = Some(class);
            }
        }
        for change in changes(self.store.limits()) {
            self.wrapped(&mut lines, (None, "limit"), &change, Role::Notice);
        }
        let unseen = unseen(self.store, self.detail);
        if !unseen.is_empty() {
            let text = format!("{} (nothing of this call)", unseen.join(", "));
            self.wrapped(&mut lines, (None, "unseen"), &text, Role::NotJudged);
        }
        lines
    }

    fn finding(&self, lines: &mut Vec<Line>, at: usize, finding: &Finding) {
        let first = lines.len();
        let place = Some(at);
        self.wrapped(
            lines,
            (place, &(at + 1).to_string()),
            &self.face.retold(&finding.line, self.detail.start),
            Role::Title,
        );
        if let Some(head) = lines.get_mut(first) {
            head.class = Some(weight(finding.class));
            head.is_head = true;
        }
        // A head begins where the numbers of the others are short.
        for line in &mut lines[first..] {
            line.indent = 3;
        }
        self.wrapped(lines, (place, ""), &self.facts(finding), Role::Text);
        for number in &finding.numbers {
            let text = self.number(number);
            self.wrapped(lines, (place, "number"), &text, Role::Text);
        }
        let rule = format!("{}: {}", finding.rule.name, finding.rule.source);
        self.wrapped(lines, (place, "rule"), &rule, Role::Dim);
        for proof in &finding.evidence {
            let from = lines.len();
            let shown = words::place(self.store, &proof.source);
            let shown = safe::fit_left(&shown, PLACE, safe::Charset::Unicode);
            let text = format!("{:PLACE$}  {}", shown.as_str(), proof.word);
            self.wrapped(lines, (place, "proof"), &text, Role::Text);
            for line in &mut lines[from..] {
                line.source = Some(proof.source);
            }
        }
        for (label, texts) in [("against", &finding.against), ("unknown", &finding.missing)] {
            for text in texts {
                let text = self.face.retold(text, self.detail.start);
                self.wrapped(lines, (place, label), &text, Role::Text);
            }
        }
        if let Some(next) = finding.next {
            self.wrapped(lines, (place, "do"), next, Role::Text);
        }
    }

    /// `likely   sender's uplink   P1, P2.1   02:13:10 .. 02:13:42`.
    fn facts(&self, finding: &Finding) -> String {
        let mut parts = vec![
            finding.certainty.name().to_owned(),
            format!("side: {}", finding.party.words()),
        ];
        if !finding.legs.is_empty() {
            parts.push(names(self.detail, &finding.legs));
        }
        if let Some((from, to)) = finding.span {
            let end = if to.is_known() {
                self.face.clock(to)
            } else {
                "the end".to_owned()
            };
            parts.push(format!("{} .. {end}", self.face.clock(from)));
        }
        parts.join("   ")
    }

    fn number(&self, number: &Number) -> String {
        let limit = if number.limit.is_empty() {
            String::new()
        } else {
            format!("   limit {}", number.limit)
        };
        let name = if self.width >= 100 { 44 } else { 30 };
        format!("{:name$} {:>10}{limit}", number.name, number.value)
    }

    /// Adds a text in as many rows as it takes; the label stands before the first.
    fn wrapped(
        &self,
        lines: &mut Vec<Line>,
        (finding, label): (Option<usize>, &str),
        text: &str,
        role: Role,
    ) {
        let room = usize::from(self.width.saturating_sub(3 + INDENT + 1)).max(10);
        for (at, piece) in words::wrap(text, room).into_iter().enumerate() {
            lines.push(Line {
                class: None,
                label: if at == 0 {
                    label.to_owned()
                } else {
                    String::new()
                },
                label_role: Role::Dim,
                indent: INDENT,
                text: piece,
                role,
                finding,
                is_head: false,
                source: None,
            });
        }
    }
}

/// What is said of a call without findings.
pub(super) fn nothing((store, face): (&Store, TimeFace), detail: &CallDetail) -> String {
    let reason = face.retold(&store.facts(detail.call).reason.line, detail.start);
    match detail.verdict.class {
        CallClass::NotJudged if reason.is_empty() => "not judged".to_owned(),
        CallClass::NotJudged => format!("not judged: {reason}"),
        _ => "inside every limit: nothing to explain".to_owned(),
    }
}

/// The logs that have nothing of a call: what would have to be loaded to know more.
fn unseen(store: &Store, detail: &CallDetail) -> Vec<&'static str> {
    let has_samples = store.samples_of(detail.call).next().is_some();
    let kinds = [
        (detail.is_orphan, Log::Summary),
        (detail.streams.is_empty(), Log::Streams),
        (detail.operations.is_empty(), Log::Operations),
        (!has_samples, Log::Samples),
    ];
    let unseen = kinds.into_iter().filter(|(is_unseen, _)| *is_unseen);
    unseen.map(|(_, log)| log.words()).collect()
}
