//! All records by kind, usage by type, daily figures by dimension: what belongs to no call, and everything else again.
//!
//! ```text
//!  Records                                     Records > usage by type
//! >usage by type                        12     >PSTN     minutes     1,204   388  calls 201
//!  daily figures by dimension           84      Chat     messages       17     3
//!  call summary                      3,911
//! ```
//!
//! Enter goes in, and from a record to its text.

mod level;

use super::{Pane, Standing};
use crate::model::source::Source;
use crate::ui::context::{Context, Motion};
use crate::ui::painter::Painter;
use crate::ui::theme::Role;
use crate::ui::widgets::list::List;
use crate::ui::widgets::table::{self, HeadMarks};
use level::{Level, Target};

/// A level with its cursor.
#[derive(Default)]
struct Depth {
    level: Level,
    list: List,
}

/// The pane's state: levels from the outermost in.
#[derive(Default)]
pub struct RecordsPane {
    depths: Vec<Depth>,
    seen_revision: Option<u64>,
    size: (u16, u16),
}

impl RecordsPane {
    /// Enter: goes into the row; false when a record stands there.
    pub fn open(&mut self, context: &Context) -> bool {
        let Some(depth) = self.depths.last() else {
            return false;
        };
        let Target::Level(next) = depth.level.target(context.store, depth.list.cursor()) else {
            return false;
        };
        let mut list = List::default();
        list.set_height(self.rows_seen());
        list.set_len(next.len());
        self.depths.push(Depth { level: next, list });
        true
    }

    /// One level out; false when this is the outermost.
    pub fn back(&mut self) -> bool {
        if self.depths.len() > 1 {
            self.depths.pop();
            return true;
        }
        false
    }

    /// The record of the row under the cursor.
    pub fn selected_source(&self, context: &Context) -> Option<Source> {
        let depth = self.depths.last()?;
        match depth.level.target(context.store, depth.list.cursor()) {
            Target::Record(source) => Some(source),
            Target::Level(_) | Target::Nothing => None,
        }
    }

    fn rows_seen(&self) -> usize {
        usize::from(self.size.1.saturating_sub(1))
    }
}

impl Pane for RecordsPane {
    fn title(&self, context: &Context) -> String {
        let names = self
            .depths
            .iter()
            .map(|depth| depth.level.name(context.store));
        names.collect::<Vec<_>>().join(" > ")
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        let rows = self.rows_seen();
        for depth in &mut self.depths {
            depth.list.set_height(rows);
        }
    }

    fn refresh(&mut self, context: &Context) {
        let revision = context.store.revision();
        if self.seen_revision == Some(revision) {
            return;
        }
        self.seen_revision = Some(revision);
        if self.depths.is_empty() {
            self.depths.push(Depth::default());
        }
        let rows = self.rows_seen();
        for depth in &mut self.depths {
            depth.level.refresh(context.store);
            depth.list.set_height(rows);
            depth.list.set_len(depth.level.len());
        }
    }

    fn apply(&mut self, motion: Motion, context: &Context) -> bool {
        let Some(depth) = self.depths.last_mut() else {
            return false;
        };
        match motion {
            Motion::Left | Motion::Right => {
                let has_turned = depth.level.turn(context.store, motion == Motion::Right);
                depth.list.set_len(depth.level.len());
                has_turned
            }
            _ => depth.list.apply(motion),
        }
    }

    fn standing(&self) -> Standing {
        let depth = self.depths.last();
        Standing {
            column: self.depths.len(),
            ..depth.map_or_else(Standing::default, |depth| Standing::of(&depth.list))
        }
    }

    fn stand(&mut self, standing: Standing) {
        self.depths.truncate(standing.column.max(1));
        if self.depths.len() == standing.column
            && let Some(depth) = self.depths.last_mut()
        {
            depth.list.stand(standing.rows);
        }
    }

    fn draw(&self, painter: &mut Painter, context: &Context, is_focused: bool) {
        let Some(depth) = self.depths.last() else {
            return;
        };
        if depth.level.len() == 0 {
            painter.text(1, 1, "nothing is loaded yet", Role::Dim);
            return;
        }
        let columns = depth.level.columns();
        table::paint_table(
            painter,
            columns,
            HeadMarks::default(),
            (&depth.list, is_focused),
            |row, column| depth.level.cell(context, row, column),
        );
    }
}
