//! The call under the cursor of the list, before it is opened: what is wrong, who took part, how they fared.
//!
//! ```text
//!  x WHY: P2.1 dropped 410/0 UnexpectedClientError
//!  7f3c9a12-5b0e-4c1d-9a77-0c2f6be41d55  Group  5 legs / 4 participants / 7 streams
//!  LEG   WHO            CLIENT            FROM      TO        ENDS         AUDIO o/i  VIDEO o/i  UFD  OPS
//!  P2.1  Tech           Android 14 2.11.0 02:08:02  02:15:58  410/0 Unex…  x   .      !   -      1    1
//! ```

use super::timeline::overview;
use super::{call_head, standing, words};
use crate::model::call::{CallDetail, Leg, LegNo};
use crate::model::facts::end_in_words;
use crate::model::rows::{Direction, Media};
use crate::model::store::Store;
use crate::model::verdict::CallClass;
use crate::ui::context::Context;
use crate::ui::format::{self, MISSING};
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;
use crate::ui::time_face::TimeFace;
use crate::ui::widgets::table::{self, Cell, Column, HeadMarks, Layout};

/// From this width there is a row a leg.
const WITH_LEGS: u16 = 100;
/// Lines above the rows: reason, identity, heads.
const LINES_ABOVE: u16 = 3;
/// So few lines hold the reason and the id alone: every move of the cursor sends them anew.
const LINES_NARROW: u16 = 2;

/// Media with a column, each outbound and inbound.
const MEDIA: [Media; 3] = [Media::Audio, Media::Video, Media::Screen];

const COLUMNS: [Column; 11] = [
    Column::words("LEG", 6, 0),
    Column::ids("WHO", 20, 0).growing(),
    Column::words("CLIENT", 20, 2),
    Column::words("FROM", 8, 0),
    Column::words("TO", 8, 0),
    Column::words("ENDS", 26, 1).growing(),
    Column::words("AUDIO o/i", 9, 0),
    Column::words("VIDEO o/i", 9, 0),
    Column::words("SCREEN o/i", 10, 5),
    Column::numbers("UFD", 4, 3),
    Column::numbers("OPS", 5, 4),
];
const FIRST_MEDIUM: usize = 6;

/// Draws the preview: four lines, or a block with a row a leg where there is room.
pub fn draw(painter: &mut Painter, context: &Context, detail: &CallDetail) {
    call_head::verdict(painter, 0, context, detail);
    let room = usize::from(painter.width()).saturating_sub(1);
    if painter.height() <= LINES_NARROW {
        let id = words::id(context.store, context.store.call_id(detail.call));
        painter.text(1, 1, id, Role::Text);
        return;
    }
    let line = words::first_fitting(identity(context.store, detail), room);
    painter.text(1, 1, &line, Role::Text);
    if painter.width() >= WITH_LEGS && painter.height() > LINES_ABOVE {
        let used = leg_rows(painter, context.store, detail) + 1;
        let (width, height) = (painter.width(), painter.height());
        if used + overview::LEAST_LINES <= height {
            let mut below = painter.part(0, used, width, height - used);
            overview::draw(&mut below, detail);
        }
    } else {
        participants(painter, context.store, detail);
    }
}

/// Full id, type and counts; the thread goes first, then the participants.
fn identity(store: &Store, detail: &CallDetail) -> Vec<String> {
    let kind = detail.kind.name().unwrap_or(MISSING);
    let id = words::id(store, store.call_id(detail.call));
    let counts = call_head::counts(detail);
    let legs = format::counted(detail.legs.len() as u64, "leg");
    let streams = format::counted(detail.streams.len() as u64, "stream");
    let mut forms = vec![
        format!("{id}  {kind}  {counts}"),
        format!("{id}  {kind}  {legs} / {streams}"),
        format!("{id}  {kind}"),
    ];
    if detail.thread.is_known() {
        let thread = store.id(detail.thread);
        forms.insert(0, format!("{id}  {kind}  {counts}  thread {thread}"));
    }
    forms
}

/// Participants in short, the worst first, as many as fit into the lines that are left.
fn participants(painter: &mut Painter, store: &Store, detail: &CallDetail) {
    let classes = standing::of_legs(store, detail);
    let class = |at: &usize| {
        let legs = detail.participants[*at].legs.iter();
        legs.map(|leg| classes[leg.0 as usize]).min()
    };
    let mut order: Vec<usize> = (0..detail.participants.len()).collect();
    order.sort_by_key(class);
    let (mut x, mut y) = (1, 2);
    for (shown, at) in order.iter().enumerate() {
        let text = participant_words(store, detail, *at);
        let more = format!("+{}", order.len() - shown);
        let length = words::columns(&text) + 2;
        let is_last_line = y + 1 >= painter.height();
        let reserve = if is_last_line {
            more.len() as u16 + 2
        } else {
            0
        };
        if x > 1 && x + length + reserve > painter.width() {
            if is_last_line {
                painter.text(x, y, &more, Role::Dim);
                return;
            }
            (x, y) = (1, y + 1);
        }
        let (mark, role) = standing::mark(class(at).unwrap_or_default());
        x = painter.text(x, y, mark, role) + 1;
        x = painter.text(x, y, &text, Role::Text) + 3;
    }
}

/// `P2 Android 14 2.11.0 (2 legs)`.
fn participant_words(store: &Store, detail: &CallDetail, at: usize) -> String {
    let legs = &detail.participants[at].legs;
    let first = legs.first().and_then(|&leg| detail.leg(leg));
    let client = first.map_or_else(String::new, |leg| words::client(store, leg));
    let count = match legs.len() {
        1 => String::new(),
        several => format!(" ({several} legs)"),
    };
    format!("P{} {client}{count}", at + 1)
}

/// A row a leg, the worst first when not all fit; returns the lines used.
fn leg_rows(painter: &mut Painter, store: &Store, detail: &CallDetail) -> u16 {
    let (width, height) = (painter.width(), painter.height());
    let rows = usize::from(height - LINES_ABOVE);
    let classes = standing::of_legs(store, detail);
    let mut order: Vec<usize> = (0..detail.legs.len()).collect();
    let has_more = order.len() > rows;
    if has_more {
        order.sort_by_key(|&at| classes[at]);
        order.truncate(rows.saturating_sub(1));
    }
    let layout = Layout::new(&COLUMNS, width);
    let mut head = painter.part(0, 2, width, 1);
    table::paint_head(&mut head, &COLUMNS, &layout, HeadMarks::default());
    for (line, &at) in order.iter().enumerate() {
        let y = line as u16 + LINES_ABOVE;
        let row = LegRow::new(store, detail, at);
        for slot in &layout.slots {
            let face = painter.look().face;
            let cell = row.cell(face, slot.column, usize::from(slot.width));
            let column = &COLUMNS[slot.column];
            let field = (slot.x, y, slot.width);
            painter.field(field, &cell.text, cell.role, column.align, column.cut);
            if (FIRST_MEDIUM..FIRST_MEDIUM + MEDIA.len()).contains(&slot.column) {
                row.marks(painter, (slot.x, y), MEDIA[slot.column - FIRST_MEDIUM]);
            }
        }
    }
    if has_more {
        let more = detail.legs.len() - order.len();
        let text = format!(
            "and {} (Enter opens the call)",
            format::counted(more as u64, "more leg")
        );
        painter.field(
            (1, height - 1, width - 1),
            &text,
            Role::Dim,
            Align::Left,
            Cut::End,
        );
    }
    LINES_ABOVE + order.len() as u16 + u16::from(has_more)
}

struct LegRow<'a> {
    store: &'a Store,
    detail: &'a CallDetail,
    number: LegNo,
    leg: &'a Leg,
}

impl<'a> LegRow<'a> {
    fn new(store: &'a Store, detail: &'a CallDetail, at: usize) -> Self {
        Self {
            store,
            detail,
            number: LegNo(at as u32),
            leg: &detail.legs[at],
        }
    }

    /// How the leg ended: with the meaning of its code where that fits, else the code and its class, or the code alone.
    fn end(&self, width: usize) -> String {
        let text = end_in_words(self.store, self.detail, self.number);
        if text.is_empty() {
            return MISSING.to_owned();
        }
        let meaning = text.find(": ").unwrap_or(text.len());
        let code = text.find(' ').unwrap_or(text.len());
        let shorter = [meaning, code].map(|end| text.get(..end).unwrap_or(&text).to_owned());
        words::first_fitting([text].into_iter().chain(shorter).collect(), width)
    }

    fn cell(&self, face: TimeFace, column: usize, width: usize) -> Cell {
        let (store, detail, leg) = (self.store, self.detail, self.leg);
        match column {
            0 => Cell::plain(detail.leg_name(self.number)),
            1 if leg.leg_no > 0 => Cell::plain(format!("(new leg) {}", words::gap(detail, leg))),
            1 => Cell::plain(words::who(store, leg)),
            2 => Cell::plain(words::client(store, leg)),
            3 => Cell::plain(face.clock(words::leg_start(leg))),
            4 => Cell::plain(face.clock(leg.end())),
            5 => {
                let role = if leg.is_dropped {
                    Role::Bad
                } else {
                    Role::Text
                };
                Cell::new(self.end(width), role)
            }
            9 => Cell::plain(self.count(detail.ranges.iter().map(|range| range.leg))),
            10 => Cell::plain(self.count(detail.operations.iter().map(|operation| operation.leg))),
            _ => Cell::plain(""),
        }
    }

    /// How many of a kind the leg has; missing when the log has none at all for it.
    fn count(&self, legs: impl Iterator<Item = Option<LegNo>>) -> String {
        match legs.filter(|leg| *leg == Some(self.number)).count() {
            0 => MISSING.to_owned(),
            count => format::count(count as u64),
        }
    }

    /// The worst mark of a medium, outbound and inbound; missing where there is no stream.
    fn marks(&self, painter: &mut Painter, (x, y): (u16, u16), media: Media) {
        for (offset, direction) in [(1, Direction::Outbound), (5, Direction::Inbound)] {
            let (mark, role) = self
                .worst(media, direction)
                .map_or((MISSING, Role::Text), standing::mark);
            painter.text(x + offset, y, mark, role);
        }
    }

    fn worst(&self, media: Media, direction: Direction) -> Option<CallClass> {
        self.detail
            .streams_of(self.number)
            .filter(|(_, stream)| stream.media == media && stream.direction == direction)
            .map(|(_, stream)| standing::of_stream(stream.verdict.class))
            .min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::panes::testing::{self, Scene};

    fn show(scene: &Scene, width: u16, height: u16) -> String {
        let context = scene.context();
        testing::drawn(width, height, scene.look, |painter| {
            draw(painter, &context, &scene.detail);
        })
    }

    #[test]
    fn four_lines_at_80_columns() {
        insta::assert_snapshot!(show(&testing::group(), 80, 4), @r#"
    x WHY: P2.1 dropped 410/0 UnexpectedClientError: Local media stack or media in…
    7f3c9a12-5b0e-4c1d-9a77-0c2f6be41d55  Group  5 legs / 7 streams
    x P2 Android 14 2.11.0 (2 legs)   . P1 Windows 10 1.31.2   ? P3 PSTN
    ? P4 redacted
    "#);
    }

    #[test]
    fn a_row_a_leg_at_160_columns() {
        insta::assert_snapshot!(show(&testing::group(), 160, 14), @"
        x WHY: P2.1 dropped 410/0 UnexpectedClientError: Local media stack or media infrastructure error
        7f3c9a12-5b0e-4c1d-9a77-0c2f6be41d55  Group  5 legs / 4 participants / 7 streams
        LEG    WHO                              CLIENT               FROM     TO       ENDS                                   AUDIO o/i VIDEO o/i SCREEN o/i  UFD   OPS
        P1     acs:1797dbb3-f98…00-343a0d00d975 Windows 10 1.31.2    02:07:44 02:28:57 0/0 Success                             .   -     -   .     -   -        1     2
        P2.1   Tech                             Android 14 2.11.0    02:08:02 02:15:58 410/0 UnexpectedClientError             x   .     !   -     -   -        1     4
        P2.2   (new leg) rejoined after 4 s     Android 14 2.11.0    02:16:02 02:28:55 0/0 Success                             .   -     -   -     -   -        -     2
        P3     4:+41441234567                   PSTN                 02:09:10 02:28:57 0/0 Success                             ?   -     -   -     -   -        -     -
        P4     redacted                         redacted             02:10:31 02:28:57 0/0 Success                             -   -     -   -     -   -        -     -

                             02:08        02:10        02:12        02:14        02:16        02:18        02:20        02:22        02:24        02:26        02:28
        P2 legs              ├───────────────────────────────────────────────────x───────────────────────────────────────────────────────────────────────────────────┤
        P1 leg             ├─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┤
        P3 leg                      ├────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┤
        P4 leg                               ├───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┤
        ");
    }

    #[test]
    fn of_a_large_meeting_the_worst_legs_are_shown_and_the_rest_counted() {
        insta::assert_snapshot!(show(&testing::crowd(), 120, 8), @"
        x WHY: RTT 700 ms on 8 of 300 legs (limit 500 ms)
        7f3c9a12-5b0e-4c1d-9a77-0c2f6be41d55  Group  300 legs / 300 participants / 300 streams
        LEG    WHO                  CLIENT               FROM     TO       ENDS                       AUDIO o/i VIDEO o/i  UFD
        P8     p007                 Windows 10 1.31.2    02:07:48 02:22:48 0/0 Success                 x   -     -   -       -
        P48    p047                 Windows 10 1.31.2    02:08:28 02:23:28 0/0 Success                 x   -     -   -       -
        P88    p087                 Windows 10 1.31.2    02:09:08 02:24:08 0/0 Success                 x   -     -   -       -
        P128   p127                 Windows 10 1.31.2    02:09:48 02:24:48 0/0 Success                 x   -     -   -       -
        and 296 more legs (Enter opens the call)
        ");
        insta::assert_snapshot!(show(&testing::crowd(), 80, 4), @r#"
    x WHY: RTT 700 ms on 8 of 300 legs (limit 500 ms)
    7f3c9a12-5b0e-4c1d-9a77-0c2f6be41d55  Group  300 legs / 300 streams
    x P8 Windows 10 1.31.2   x P48 Windows 10 1.31.2   x P88 Windows 10 1.31.2
    x P128 Windows 10 1.31.2   x P168 Windows 10 1.31.2   +295
    "#);
    }

    #[test]
    fn any_size_is_survived() {
        for scene in [testing::group(), testing::crowd()] {
            for width in [0, 1, 2, 17, 80, 100, 101] {
                for height in 0..6 {
                    show(&scene, width, height);
                }
            }
        }
    }
}
