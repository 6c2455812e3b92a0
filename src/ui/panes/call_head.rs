//! The two lines above the panes of a call: which call, and what is wrong with it.
//!
//! ```text
//!  7f3c9a12-5b0e-4c1d-9a77-0c2f6be41d55  Group  2026-11-19 02:07:41Z  21:16
//!  x WHY: P2.1 dropped 410/0 UnexpectedClientError
//! ```

use super::{standing, words};
use crate::model::call::{CallDetail, Leg};
use crate::model::store::Store;
use crate::model::survey;
use crate::model::verdict::CallClass;
use crate::ui::context::Context;
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;
use crate::ui::time_face::TimeFace;

/// Draws the head of the selected call; two lines, or one when there is only one. The first leaves `reserved` columns
/// at its right for the caller.
pub fn draw(painter: &mut Painter, context: &Context, reserved: u16) {
    let Some(detail) = context.detail else {
        painter.text(1, 0, "No call is selected.", Role::Dim);
        return;
    };
    let notes = notes(context.store, detail);
    let room =
        usize::from(painter.width().saturating_sub(reserved)).saturating_sub(2 + notes.len());
    let line = words::first_fitting(name_lines(context, detail), room);
    let x = painter.text(1, 0, &line, Role::Title);
    painter.text(x, 0, &notes, Role::Notice);
    verdict(painter, 1, context, detail);
}

/// The line with the mark and the reason; the preview opens with it too.
pub(super) fn verdict(painter: &mut Painter, y: u16, context: &Context, detail: &CallDetail) {
    let (mark, role) = standing::mark(detail.verdict.class);
    let x = painter.text(1, y, mark, role);
    let reason = verdict_words(context, detail);
    let Some(said) = said(context, detail) else {
        painter.text(x + 1, y, &reason, Role::Text);
        return;
    };
    // What people said stands beside what was measured: the reason is cut before it, down to half the line.
    let room = painter.width().saturating_sub(x + 1);
    let wanted = (words::columns(&said) + 2).min(room / 2);
    let width = words::columns(&reason).min(room.saturating_sub(wanted));
    painter.field(
        (x + 1, y, width),
        &reason,
        Role::Text,
        Align::Left,
        Cut::End,
    );
    let from = x + 1 + width + 2;
    let left = painter.width().saturating_sub(from);
    painter.field((from, y, left), &said, Role::Notice, Align::Left, Cut::End);
}

/// What people said of the call: the survey, and the note of whoever looks at it.
fn said(context: &Context, detail: &CallDetail) -> Option<String> {
    let survey = survey::words(context.store, detail);
    let note = match context.marked.note(context.store, detail.call) {
        "" => None,
        note => Some(format!("note: {note}")),
    };
    match (survey, note) {
        (Some(survey), Some(note)) => Some(format!("{note}  {survey}")),
        (survey, note) => note.or(survey),
    }
}

fn verdict_words(context: &Context, detail: &CallDetail) -> String {
    // Judged once when rows came, not with every frame.
    let reason = &context.store.facts(detail.call).reason.line;
    let reason = context.look.face.retold(reason, detail.start);
    match detail.verdict.class {
        CallClass::Ok => {
            let judged = u64::from(detail.verdict.judged_streams);
            let judged = format::counted(judged, "stream");
            if reason.is_empty() {
                format!("inside every limit ({judged} judged)")
            } else {
                format!("inside every limit, but: {reason}")
            }
        }
        CallClass::NotJudged => format!("not judged: {reason}"),
        CallClass::Bad | CallClass::Burst => format!("WHY: {reason}"),
    }
}

/// What makes the numbers of a call provisional; empty for a usual call.
fn notes(store: &Store, detail: &CallDetail) -> String {
    let limits = if store.limits().are_documented() {
        ""
    } else {
        "  limits changed"
    };
    if detail.is_orphan {
        return format!("  orphan: no summary{limits}");
    }
    if detail.is_final {
        return limits.to_owned();
    }
    let version = |leg: &Leg| store.summaries.version()[leg.summary?.at()].known();
    let newest = detail.legs.iter().filter_map(version).fold(0.0, f64::max);
    match newest {
        0.0 => format!("  not final: updates only{limits}"),
        newest => format!("  not final: updates, version {newest}{limits}"),
    }
}

/// From the longest to the shortest: counts go first, then the end, then the middle of the id, then the date.
fn name_lines(context: &Context, detail: &CallDetail) -> Vec<String> {
    let (store, face) = (context.store, context.look.face);
    let full = words::id(store, store.call_id(detail.call));
    let short: String = full.chars().take(8).collect();
    let kind = detail.kind.name().unwrap_or(format::MISSING);
    let seconds = detail.duration_s.known();
    let duration = format::opt_duration(seconds.map(|seconds| seconds as i64));
    let start = face.moment(detail.start);
    let counts = counts(detail);
    let end = match seconds {
        Some(seconds) if detail.start.is_known() => {
            let end = detail.start.plus_ms(seconds * 1_000.0);
            let zone = if face == TimeFace::default() { "Z" } else { "" };
            format!(" .. {}{zone}", face.clock(end))
        }
        _ => String::new(),
    };
    vec![
        format!("{full}  {kind}  {start}{end}  {duration}  {counts}"),
        format!("{full}  {kind}  {start}  {duration}  {counts}"),
        format!("{full}  {kind}  {start}  {duration}"),
        format!("{full}  {kind}  {start}"),
        format!("{short}  {kind}  {start}  {duration}  {counts}"),
        format!("{short}  {kind}  {start}  {duration}"),
        format!("{short}  {kind}  {}  {duration}", face.clock(detail.start)),
        format!("{short}  {}", face.clock(detail.start)),
    ]
}

/// `5 legs / 4 participants / 7 streams`.
pub(super) fn counts(detail: &CallDetail) -> String {
    [
        (detail.legs.len(), "leg"),
        (detail.participants.len(), "participant"),
        (detail.streams.len(), "stream"),
    ]
    .map(|(count, word)| format::counted(count as u64, word))
    .join(" / ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::panes::testing::{self, Scene};

    fn show(scene: &Scene, width: u16) -> String {
        let context = scene.context();
        testing::drawn(width, 2, scene.look, |painter| draw(painter, &context, 0))
    }

    #[test]
    fn the_id_is_whole_where_it_fits_and_times_are_never_cut() {
        insta::assert_snapshot!(show(&testing::group(), 160), @r#"
    7f3c9a12-5b0e-4c1d-9a77-0c2f6be41d55  Group  2026-11-19 02:07:41Z .. 02:28:57Z  21:16  5 legs / 4 participants / 7 streams
    x WHY: P2.1 dropped 410/0 UnexpectedClientError: Local media stack or media infrastructure error
    "#);
        insta::assert_snapshot!(show(&testing::group(), 80), @r#"
    7f3c9a12-5b0e-4c1d-9a77-0c2f6be41d55  Group  2026-11-19 02:07:41Z  21:16
    x WHY: P2.1 dropped 410/0 UnexpectedClientError: Local media stack or media in…
    "#);
        insta::assert_snapshot!(show(&testing::group(), 46), @r#"
    7f3c9a12  Group  2026-11-19 02:07:41Z  21:16
    x WHY: P2.1 dropped 410/0 UnexpectedClientEr…
    "#);
        insta::assert_snapshot!(show(&testing::group(), 30), @r#"
    7f3c9a12  02:07:41
    x WHY: P2.1 dropped 410/0 Un…
    "#);
    }
    #[test]
    fn a_survey_stands_beside_the_reason() {
        let scene = testing::group_with_services();
        insta::assert_snapshot!(show(&scene, 160), @"
        7f3c9a12-5b0e-4c1d-9a77-0c2f6be41d55  Group  2026-11-19 02:07:41Z .. 02:28:57Z  21:16  5 legs / 4 participants / 7 streams
        x WHY: P2.1 dropped 410/0 UnexpectedClientError: Local media stack or media infrastructure error  survey 2/5 Poor: NoRemoteVideo
        ");
        insta::assert_snapshot!(show(&scene, 80), @"
        7f3c9a12-5b0e-4c1d-9a77-0c2f6be41d55  Group  2026-11-19 02:07:41Z  21:16
        x WHY: P2.1 dropped 410/0 UnexpectedClientErro…  survey 2/5 Poor: NoRemoteVideo
        ");
        insta::assert_snapshot!(show(&scene, 30), @"
        7f3c9a12  02:07:41
        x WHY: P2.1 dro…  survey 2/5…
        ");
    }
}
