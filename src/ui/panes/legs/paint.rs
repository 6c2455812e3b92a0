//! How a row of the tree is written: what does not fit is left out, least telling first.

use super::tree::{Item, Note, Row};
use crate::model::call::{CallDetail, Leg, LegNo, Stream, StreamNo};
use crate::model::facts::code_words;
use crate::model::store::Store;
use crate::model::value::Time;
use crate::ui::context::Context;
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::panes::measure::{self, Measure};
use crate::ui::panes::{signs, standing, words};
use crate::ui::theme::Role;
use crate::ui::time_face::TimeFace;

/// Columns kept at the right for the mark.
const MARK_ROOM: u16 = 3;
/// From this width media are written in full.
const FULL_WORDS: u16 = 40;
/// Columns a dropped leg's end code takes.
const END_ROOM: u16 = 9;

/// Paints rows of one call.
pub(super) struct RowPainter<'a, 'b> {
    pub(super) painter: &'a mut Painter<'b>,
    pub(super) context: &'a Context<'a>,
    pub(super) store: &'a Store,
    pub(super) detail: &'a CallDetail,
}

impl RowPainter<'_, '_> {
    pub(super) fn row(&mut self, y: u16, row: &Row) {
        let x = 1 + row.depth * 2;
        if let Some(is_open) = row.is_open {
            let glyphs = self.painter.look().glyphs;
            let sign = if is_open { glyphs.open } else { glyphs.closed };
            self.painter.text(x, y, sign, Role::Text);
        }
        match row.item {
            Item::Participant(at) => self.participant(x + 2, y, at),
            Item::Leg(leg) => self.leg(x + 2, y, leg),
            Item::Stream(stream) => self.stream(x, y, stream),
            Item::Good(legs) => {
                let text = format!("{} good legs", format::count(legs as u64));
                self.painter.text(x + 2, y, &text, Role::Text);
            }
            Item::Note(note) => {
                self.painter.text(1, y, &note_words(note), Role::Dim);
                return;
            }
        }
        let (mark, role) = standing::mark(row.class);
        let at = self.painter.width().saturating_sub(2);
        self.painter.text(at, y, mark, role);
        if let (Some(part), Item::Leg(_) | Item::Stream(_) | Item::Participant(_)) =
            (row.stands_for, row.item)
        {
            let sign = signs::of_part(self.context, self.detail, part);
            self.painter.text(at + 1, y, sign, Role::Notice);
        }
    }

    /// Columns between `x` and the mark.
    fn room(&self, x: u16) -> u16 {
        self.painter.width().saturating_sub(x + MARK_ROOM)
    }

    fn participant(&mut self, x: u16, y: u16, at: usize) {
        let participant = self.detail.participants.get(at);
        let legs = participant.map_or(&[][..], |participant| &participant.legs);
        let Some(leg) = legs.first().and_then(|&leg| self.detail.leg(leg)) else {
            return;
        };
        let x = self
            .painter
            .text(x, y, &format!("P{} ", at + 1), Role::Title);
        let mut room = self.room(x);
        if legs.len() == 1 && leg.is_dropped && room > 2 * END_ROOM {
            room -= END_ROOM;
            let end = code_words(self.store, leg.end_code, leg.end_subcode);
            let field = (x + room + 1, y, END_ROOM - 1);
            self.painter
                .field(field, &end, Role::Bad, Align::Left, Cut::End);
        }
        let client_room = match room {
            0..18 => 0,
            18..36 => 10,
            _ => 18,
        };
        let who_room = room - client_room - u16::from(client_room > 0);
        let who = words::who(self.store, leg);
        self.painter
            .field((x, y, who_room), who, Role::Text, Align::Left, Cut::Middle);
        let client = if client_room < 18 {
            words::system_of(self.store, leg)
        } else {
            words::client(self.store, leg)
        };
        let field = (x + who_room + 1, y, client_room);
        self.painter
            .field(field, &client, Role::Dim, Align::Left, Cut::End);
    }

    fn leg(&mut self, x: u16, y: u16, number: LegNo) {
        let Some(leg) = self.detail.leg(number) else {
            return;
        };
        let room = self.room(x);
        let face = self.painter.look().face;
        let text = leg_words((self.store, face), self.detail, leg, usize::from(room));
        let role = if leg.is_dropped {
            Role::Bad
        } else {
            Role::Text
        };
        let field = (x, y, room);
        self.painter
            .field(field, &text, role, Align::Left, Cut::End);
    }

    fn stream(&mut self, x: u16, y: u16, number: StreamNo) {
        let Some(stream) = self.detail.streams.get(number.0 as usize) else {
            return;
        };
        let trunk = self.painter.look().glyphs.trunk;
        self.painter
            .text(x.saturating_sub(2), y, trunk, Role::Border);
        let medium = if self.painter.width() >= FULL_WORDS {
            stream.media.name()
        } else {
            words::medium(stream.media)
        };
        let text = format!("{:<3} {medium}", words::way(stream.direction));
        let end = self.painter.text(x, y, &text, Role::Text);
        self.measures(end.max(x + 9), y, stream);
    }

    /// As many pairs as fit between the words and the mark, at the same columns in every row.
    fn measures(&mut self, from: u16, y: u16, stream: &Stream) {
        let values = self.store.streams.values()[stream.row.at()];
        let limit = self.painter.width().saturating_sub(MARK_ROOM);
        let mut shown: Vec<Measure> = measure::listed().collect();
        while from + shown.iter().map(|&m| room_of(m)).sum::<u16>() > limit {
            if shown.pop().is_none() {
                return;
            }
        }
        let mut x = limit - shown.iter().map(|&m| room_of(m)).sum::<u16>();
        for measure in shown {
            let by = (self.store.limits(), stream.media);
            let text = measure.pair(&values, by, false);
            let role = measure.state(&values, by).role();
            let field = (x + 1, y, room_of(measure) - 1);
            self.painter
                .field(field, &text, role, Align::Right, Cut::End);
            x += room_of(measure);
        }
    }
}

/// Columns of a pair without letters, the blank before it included.
fn room_of(measure: Measure) -> u16 {
    measure.width().min(10)
}

/// `leg 1  02:08:02-02:15:58  410/0`, as much of it as fits.
fn leg_words(
    (store, face): (&Store, TimeFace),
    detail: &CallDetail,
    leg: &Leg,
    room: usize,
) -> String {
    let name = format!("leg {}", leg.leg_no + 1);
    let start = words::leg_start(leg);
    let span = |form: fn(TimeFace, Time) -> String| {
        format!("{}-{}", form(face, start), form(face, leg.end()))
    };
    let code = if leg.end_code.is_known() {
        code_words(store, leg.end_code, leg.end_subcode)
    } else {
        words::word(store, leg.end_code).to_owned()
    };
    let gap = words::gap(detail, leg);
    let (long, short) = (span(TimeFace::clock), span(TimeFace::minute));
    let mut forms = vec![
        format!("{name}  {long}  {code}"),
        format!("{name} {short} {code}"),
        format!("{name} {short}"),
    ];
    if leg.is_dropped && leg.end().is_known() {
        // How it was lost says more than when it began.
        forms.insert(2, format!("{name} ..{} {code}", face.minute(leg.end())));
    }
    if !gap.is_empty() {
        forms.insert(0, format!("{name}  {long}  {code}  {gap}"));
        forms.insert(1, format!("{name} {short} {code} {gap}"));
        if let Some(gone) = gap.strip_prefix("rejoined after ") {
            forms.insert(2, format!("{name} {short} {gone} gone"));
            forms.insert(3, format!("{name} {} {gone} gone", face.minute(start)));
        }
    }
    words::first_fitting(forms, room)
}

fn note_words(note: Note) -> String {
    match note {
        Note::OutboundOnly => "P2P: only outbound streams are logged".to_owned(),
        Note::NoStreams => "no stream records loaded for this call".to_owned(),
        Note::LooseStreams(1) => "1 server stream names no leg".to_owned(),
        Note::LooseStreams(count) => format!("{count} server streams name no leg"),
        Note::OnlyPoor => "only poor shown".to_owned(),
    }
}
