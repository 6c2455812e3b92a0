//! The legs of a call on one axis, for the preview: who was there when, and who was lost.
//!
//! ```text
//!                02:10     02:15     02:20
//!  P2 legs       ├───────────x├───────────────┤
//!  P1 leg        ├────────────────────────────┤
//! ```

use super::axis::Axis;
use super::{lanes, paint, whole};
use crate::model::call::CallDetail;
use crate::model::clock::Ahead;
use crate::ui::painter::Painter;

/// Lines that it needs at least.
pub(in crate::ui::panes) const LEAST_LINES: u16 = 2;

/// Draws an axis and as many participants as fit, those with a dropped leg first. Reads no events, so that moving the
/// cursor of the list stays instant: a hang-up looks like every other end.
pub(in crate::ui::panes) fn draw(painter: &mut Painter, detail: &CallDetail) {
    let Some((from, to)) = whole(detail, &Ahead::default()) else {
        return;
    };
    let axis = Axis {
        from,
        to,
        columns: paint::plot_width(painter.width()),
    };
    paint::paint_axis(painter, 0, &axis);
    let mut lanes: Vec<lanes::Lane> = (0..detail.participants.len())
        .filter_map(|at| lanes::legs_lane(detail, &[], at))
        .collect();
    lanes.sort_by_key(|lane| lane.class);
    for (y, lane) in (1..painter.height()).zip(&lanes) {
        paint::paint_lane(painter, y, lane, &axis);
    }
}
