//! Asks one call. Yes, no and "nobody knows" are joined as in Kleene's logic: what is not known stays so under `not`,
//! and decides nothing that something known decides.

use super::Kept;
use super::fields::{Asked, CallGet, Field, Get, LegView, Level, OperationView, Seen, stretch};
use super::plan::{Member, Step};
use super::sift::Noted;
use super::test::Test;
use crate::model::call::{CallDetail, LegNo};
use crate::model::id::Absence;
use crate::model::side::SideKind;
use crate::model::store::Store;

impl Kept {
    /// Yes of no and no of yes.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::NoValue => Self::NoValue,
        }
    }
}

/// All must hold.
pub(super) fn all(answers: impl Iterator<Item = Kept>) -> Kept {
    let mut sum = Kept::Yes;
    for answer in answers {
        match answer {
            Kept::No => return Kept::No,
            Kept::NoValue => sum = Kept::NoValue,
            Kept::Yes => {}
        }
    }
    sum
}

/// One must hold.
pub(super) fn any(answers: impl Iterator<Item = Kept>) -> Kept {
    all(answers.map(Kept::turned)).turned()
}

/// What a filter says of a call.
pub(super) fn ask(step: &Step, asked: &Asked, noted: &Noted) -> Kept {
    let facts = asked.store.facts(asked.call);
    match step {
        Step::All(steps) => all(steps.iter().map(|step| ask(step, asked, noted))),
        Step::Any(steps) => any(steps.iter().map(|step| ask(step, asked, noted))),
        Step::Not(step) => ask(step, asked, noted).turned(),
        Step::Call(test) => test.of_values(asked.store, |tell| {
            tell_call(test.field, asked, noted, tell);
        }),
        Step::Worst(at, test) => test.of_value(asked.store, Seen::Number(facts.worst[*at])),
        Step::Sdks(test) => of_list(
            test,
            asked.store,
            facts.sdks.iter().map(|&text| Seen::Text(text)),
        ),
        Step::Systems(test) => of_list(
            test,
            asked.store,
            facts.systems.iter().map(|&text| Seen::Text(text)),
        ),
        Step::Ends(test) => {
            let codes = facts.end_codes.iter();
            of_list(
                test,
                asked.store,
                codes.map(|&(code, subcode)| Seen::Code(code, subcode)),
            )
        }
        Step::Parts(level, members) => parts(*level, members, asked),
        Step::Nothing(field) => nothing(field, asked, noted),
        Step::In(word) => match word.has(asked.call.at()) {
            Some(true) => Kept::Yes,
            Some(false) => Kept::No,
            None => Kept::NoValue,
        },
        Step::About(when) => match stretch(facts) {
            (from, to) if from.is_known() => {
                let (from, to) = (
                    from.ticks().unwrap_or_default(),
                    to.ticks().unwrap_or_default(),
                );
                if when.holds(when.distance(from, to)) {
                    Kept::Yes
                } else {
                    Kept::No
                }
            }
            _ => Kept::NoValue,
        },
    }
}

/// Values of which none is as good as unknown.
fn of_list<'a>(test: &Test, store: &Store, seen: impl Iterator<Item = Seen<'a>>) -> Kept {
    let mut seen = seen.peekable();
    if seen.peek().is_none() {
        return test.of_value(store, Seen::Absent(Absence::Missing));
    }
    test.of_values(store, |tell| seen.for_each(tell))
}

fn tell_call(field: &Field, asked: &Asked, noted: &Noted, tell: &mut dyn FnMut(Seen<'_>)) {
    let Get::Call(get) = &field.get else { return };
    match get {
        CallGet::Facts(get) => get(asked.store, asked.call, tell),
        CallGet::Worst(at) => tell(Seen::Number(asked.store.facts(asked.call).worst[*at])),
        CallGet::Built(get) => get(asked, tell),
        CallGet::Marked => tell(Seen::Flag(noted.is_marked(asked.call))),
        CallGet::HasNote => tell(Seen::Flag(noted.note(asked.call).is_some())),
        CallGet::Noted => {
            if let Some(note) = noted.note(asked.call) {
                tell(Seen::Word(note));
            }
        }
    }
}

/// Is there no value of a field, neither a known nor a hidden one, in all of the call?
fn nothing(field: &Field, asked: &Asked, noted: &Noted) -> Kept {
    let mut has_any = false;
    let mut note = |seen: Seen| has_any |= seen.absence() != Some(Absence::Missing);
    let mut look = |part: Part| {
        tell_part(field, asked.store, part, &mut note);
        true
    };
    match field.get.level() {
        Level::Call => tell_call(field, asked, noted, &mut note),
        Level::Stream => each_stream(asked, &mut |row| look(Part::Stream(row))),
        Level::Leg => each_leg(asked, &mut |leg| look(Part::Leg(leg))),
        Level::Operation => {
            each_operation(asked, &mut |operation| look(Part::Operation(operation)));
        }
    }
    if has_any { Kept::No } else { Kept::Yes }
}

/// What conditions say of a part.
fn member(test: &Member, of: &dyn Fn(&Test) -> Kept) -> Kept {
    match test {
        Member::Is(test) if test.is_negative => of(test).turned(),
        Member::Is(test) => of(test),
        Member::Any(tests) => any(tests.iter().map(|test| member(test, of))),
        Member::All(tests) => all(tests.iter().map(|test| member(test, of))),
    }
}

/// What the conditions say of each part, in two bits a condition: it holds, nobody knows.
type Answers = (u64, u64);

fn answers(members: &[Member], of: &dyn Fn(&Test) -> Kept) -> Answers {
    let (mut holds, mut unknown) = (0, 0);
    for (at, test) in members.iter().enumerate() {
        match member(test, of) {
            Kept::Yes => holds |= 1 << at,
            Kept::NoValue => unknown |= 1 << at,
            Kept::No => {}
        }
    }
    (holds, unknown)
}

/// Is there a part for which all conditions hold?
///
/// One that could, if what is missing were known, leaves the question open only when no other part that is picked by
/// the conditions that are known has values for the rest: a video stream without loss says nothing of a call whose
/// other video stream has it.
fn parts(level: Level, members: &[Member], asked: &Asked) -> Kept {
    let every = u64::MAX >> (64 - members.len().clamp(1, 64));
    let mut seen: Vec<Answers> = Vec::new();
    let (mut has_any, mut has_yes, mut is_open) = (false, false, false);
    each_part(level, members, asked, &mut |answers| {
        has_any = true;
        has_yes |= answers.0 == every;
        is_open |= answers.1 != 0 && answers.0 | answers.1 == every;
        seen.push(answers);
        !has_yes
    });
    if has_yes {
        return Kept::Yes;
    }
    if !has_any {
        return Kept::NoValue;
    }
    if !is_open {
        return Kept::No;
    }
    let could = seen
        .iter()
        .filter(|(holds, unknown)| *unknown != 0 && holds | unknown == every);
    let mut open = could.map(|&(_, unknown)| unknown).filter(|&missing| {
        let picks = |answers: &&Answers| answers.0 & !missing == every & !missing;
        !seen
            .iter()
            .filter(picks)
            .any(|answers| answers.1 & missing == 0)
    });
    if open.next().is_some() {
        Kept::NoValue
    } else {
        Kept::No
    }
}

/// How many streams of a call fulfil the conditions.
pub(super) fn count_streams(groups: &[&Step], asked: &Asked) -> usize {
    let mut fulfilled: Vec<bool> = Vec::new();
    let mut note = |at: usize, is_it: bool| {
        if fulfilled.len() <= at {
            fulfilled.resize(at + 1, false);
        }
        fulfilled[at] |= is_it;
    };
    for group in groups {
        let mut at = 0;
        match group {
            Step::Parts(level, members) => {
                let every = u64::MAX >> (64 - members.len().clamp(1, 64));
                each_part(*level, members, asked, &mut |answers| {
                    note(at, answers.0 == every);
                    at += 1;
                    true
                });
            }
            Step::Worst(_, test) => each_stream(asked, &mut |row| {
                let of = |tell: &mut dyn FnMut(Seen<'_>)| {
                    tell_part(test.field, asked.store, Part::Stream(row), tell);
                };
                note(at, test.of_values(asked.store, of) == Kept::Yes);
                at += 1;
                true
            }),
            _ => {}
        }
    }
    fulfilled.into_iter().filter(|is_it| *is_it).count()
}

/// A part of a call.
#[derive(Clone, Copy)]
enum Part<'a> {
    Stream(usize),
    Leg(LegView<'a>),
    Operation(OperationView),
}

fn tell_part(field: &Field, store: &Store, part: Part, tell: &mut dyn FnMut(Seen<'_>)) {
    match (&field.get, part) {
        (Get::Stream(get), Part::Stream(row)) => get.tell(store, row, tell),
        (Get::Leg(get), Part::Leg(leg)) => get.tell(store, &leg, tell),
        (Get::Operation(get), Part::Operation(operation)) => get(store, operation, tell),
        _ => {}
    }
}

/// Goes through the parts of a kind until told to stop.
fn each_part(
    level: Level,
    members: &[Member],
    asked: &Asked,
    go_on: &mut dyn FnMut(Answers) -> bool,
) {
    let store = asked.store;
    let mut look = |part: Part| {
        let of =
            |test: &Test| test.of_values(store, |tell| tell_part(test.field, store, part, tell));
        go_on(answers(members, &of))
    };
    match level {
        Level::Call => {}
        Level::Stream => each_stream(asked, &mut |row| look(Part::Stream(row))),
        Level::Leg => each_leg(asked, &mut |leg| look(Part::Leg(leg))),
        Level::Operation => {
            each_operation(asked, &mut |operation| look(Part::Operation(operation)));
        }
    }
}

/// Where no row was replaced, the rows are the streams; else the call tells which of them count.
fn each_stream(asked: &Asked, go_on: &mut dyn FnMut(usize) -> bool) {
    let streams = asked.store.facts(asked.call).streams as usize;
    let rows = || asked.store.streams_of(asked.call);
    if rows().take(streams + 1).count() == streams {
        rows().all(go_on);
        return;
    }
    let streams = asked.detail().streams.iter();
    streams.map(|stream| stream.row.at()).all(go_on);
}

/// Where no row was replaced and no other log knows of a leg, the summary's rows are the legs.
fn each_leg(asked: &Asked, go_on: &mut dyn FnMut(LegView) -> bool) {
    let facts = asked.store.facts(asked.call);
    let table = &asked.store.summaries;
    let id = asked.store.call_id(asked.call);
    let legs = facts.legs as usize;
    let rows = || asked.store.summaries_of(asked.call);
    let is_told = |row: usize| {
        let (participant, endpoint) = (table.participant()[row], table.endpoint()[row]);
        participant.is_known() && endpoint.is_known() && participant != id
    };
    let is_plain = facts.superseded.total() == 0
        && facts.duplicates == 0
        && rows().take(legs + 1).count() == legs
        && rows().all(is_told);
    if is_plain {
        rows().map(LegView::Row).all(go_on);
        return;
    }
    let detail: &CallDetail = asked.detail();
    let legs = (0..detail.legs.len() as u32).filter_map(|no| detail.leg(LegNo(no)));
    legs.map(LegView::Built).all(go_on);
}

fn each_operation(asked: &Asked, go_on: &mut dyn FnMut(OperationView) -> bool) {
    let facts = asked.store.facts(asked.call);
    if facts.operations == 0 && facts.side[SideKind::Request as usize] == 0 {
        return;
    }
    let detail: &CallDetail = asked.detail();
    let clients = detail
        .operations
        .iter()
        .map(|operation| OperationView::Client(operation.row.at()));
    let requests = detail
        .side_of(SideKind::Request)
        .map(|row| OperationView::Request(row.row as usize));
    clients.chain(requests).all(go_on);
}
