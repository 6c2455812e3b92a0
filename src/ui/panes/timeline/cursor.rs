//! The two cursors: the row cursor over lanes and events, and the time cursor over the axis.
//!
//! The row cursor walks from the lanes into the list of events and back. On an event it takes the time cursor along; on a
//! lane the time stays, and what the lane says then is read out. The list of events follows the time cursor when the keys
//! rest: at every step it would be sent anew nearly whole.

use super::events::Event;
use super::{Timeline, within};
use crate::model::call::{CallDetail, LegNo};
use crate::model::source::Source;
use crate::model::value::Time;
use crate::ui::context::Motion;
use crate::ui::format;

/// Below so many ticks from the mark, thousandths of a second are told.
const NEAR: i64 = 60 * Time::SECOND;

impl Timeline {
    /// Moves the row cursor; false when it stays.
    pub(super) fn move_row(&mut self, motion: Motion) -> bool {
        let before = (self.is_on_lane, self.at, self.rows.clone());
        self.rest();
        if self.is_on_lane {
            self.move_on_lanes(motion);
        } else {
            self.move_on_events(motion);
        }
        let has_moved = before != (self.is_on_lane, self.at, self.rows.clone());
        self.is_moving |= has_moved;
        has_moved
    }

    /// From the last lane on to the events: a step to where the time cursor is, `G` to the last one.
    fn move_on_lanes(&mut self, motion: Motion) {
        if self.rows.apply(motion) || self.events.is_empty() {
            return;
        }
        match motion {
            Motion::Down | Motion::PageDown | Motion::HalfDown => self.is_on_lane = false,
            Motion::Bottom => {
                self.is_on_lane = false;
                self.go_to_event(self.events.len() - 1);
            }
            _ => {}
        }
    }

    /// From the first event back to the lanes: a step to the last lane, `g` to the first one.
    fn move_on_events(&mut self, motion: Motion) {
        if self.list.apply(motion) {
            self.go_to_event(self.list.cursor());
            return;
        }
        let last = self.lanes.len().checked_sub(1);
        let Some(last) = last.filter(|_| self.split().lanes > 0) else {
            return;
        };
        match motion {
            Motion::Up | Motion::PageUp | Motion::HalfUp => self.rows.go_to(last),
            Motion::Top => self.rows.go_to(0),
            _ => return,
        }
        self.is_on_lane = true;
    }

    /// From the events to the lane of the one under the cursor, the time stays; false where the next pane's turn is.
    pub fn next_part(&mut self, forward: bool) -> bool {
        let to_lanes = forward && !self.is_on_lane && self.split().lanes > 0;
        let is_within = to_lanes || (!forward && self.is_on_lane);
        self.is_on_lane = to_lanes;
        if to_lanes {
            self.show_lane();
        }
        is_within
    }

    /// The keys rest: the list shows the event at the time cursor. True when a cursor moved since the last time.
    pub fn rest(&mut self) -> bool {
        self.list.go_to(self.at);
        std::mem::take(&mut self.is_moving)
    }

    /// True from a step of a cursor until the keys rest.
    pub fn is_moving(&self) -> bool {
        self.is_moving
    }

    /// Moves the time cursor by columns; the event cursor goes to the last event up to that time.
    pub fn move_time(&mut self, columns: i32) -> bool {
        let (Some(whole), Some(axis)) = (self.whole, self.axis()) else {
            return false;
        };
        let before = self.time.unwrap_or(axis.from);
        let moved = before.saturating_add(axis.step().saturating_mul(i64::from(columns)));
        let time = moved.clamp(whole.0, whole.1);
        self.time = Some(time);
        // Those without a time stand last.
        let is_before = |event: &Event| event.time.ticks().is_some_and(|at| at <= time);
        self.at = self.events.partition_point(is_before).saturating_sub(1);
        self.is_moving = true;
        self.keep_in_view();
        time != before
    }

    /// Puts the time cursor on a moment, in ticks.
    pub fn go_to_time(&mut self, ticks: i64) {
        self.time = Some(ticks);
        self.move_time(0);
    }

    /// To the next or previous failed, dropped, Poor or Bad event; false when there is none.
    pub fn next_problem(&mut self, forward: bool) -> bool {
        let at = self.at;
        let rows = if forward {
            at + 1..self.events.len()
        } else {
            0..at.min(self.events.len())
        };
        self.go_to_problem(rows, forward)
    }

    /// To the first problem of the call (forward), or its last; false without one.
    pub fn end_problem(&mut self, forward: bool) -> bool {
        self.go_to_problem(0..self.events.len(), forward)
    }

    fn go_to_problem(&mut self, mut rows: std::ops::Range<usize>, forward: bool) -> bool {
        let is_problem = |&at: &usize| self.events[at].is_problem();
        let found = if forward {
            rows.find(is_problem)
        } else {
            rows.rfind(is_problem)
        };
        if let Some(row) = found {
            self.is_on_lane = false;
            self.go_to_event(row);
            self.show_lane();
        }
        found.is_some()
    }

    /// To the event of a record.
    pub(super) fn go_to_source(&mut self, source: Source) {
        let is_same = |event: &Event| event.source == Some(source);
        if let Some(row) = self.events.iter().position(is_same) {
            self.is_on_lane = false;
            self.go_to_event(row);
            self.list.go_to(row);
        }
    }

    fn go_to_event(&mut self, row: usize) {
        self.at = row;
        self.is_moving = true;
        self.follow_event();
    }

    /// The event that the time cursor is on, or was on last.
    pub(super) fn current(&self) -> Option<&Event> {
        self.events.get(self.at)
    }

    /// Of the lane under the row cursor the last event up to the time cursor, else its first one.
    fn event_of_lane(&self) -> Option<&Event> {
        let lane = self.lanes.get(self.rows.cursor())?;
        let (before, after) = self.events.split_at((self.at + 1).min(self.events.len()));
        let last = before.iter().rfind(|event| lane.holds(event));
        last.or_else(|| after.iter().find(|event| lane.holds(event)))
    }

    /// The record of the event under the cursor; on a lane of what happened there last.
    pub fn selected_source(&self) -> Option<Source> {
        if self.is_on_lane {
            return self.event_of_lane()?.source;
        }
        self.current()?.source
    }

    /// The leg of the event under the cursor; on a lane the participant's leg at that time, else its first one.
    pub fn selected_leg(&self, detail: &CallDetail) -> Option<LegNo> {
        if !self.is_on_lane {
            return self.current()?.leg;
        }
        let participant = self.lanes.get(self.rows.cursor())?.participant?;
        let legs = &detail.participants.get(participant as usize)?.legs;
        let is_there = |leg: &&LegNo| {
            let leg = detail.leg(**leg);
            leg.is_some_and(|leg| leg.start.ticks() <= self.time && leg.start.is_known())
        };
        legs.iter().rfind(is_there).or(legs.first()).copied()
    }

    /// Puts the time cursor on the event under the cursor.
    pub(super) fn follow_event(&mut self) {
        let ticks = self.current().and_then(|event| event.time.ticks());
        if let (Some(ticks), Some(whole)) = (ticks, self.whole) {
            self.time = Some(ticks.clamp(whole.0, whole.1));
            self.keep_in_view();
        }
    }

    /// Scrolls the lanes to the one of the event under the cursor.
    fn show_lane(&mut self) {
        let event = self.current().copied();
        let found = event.and_then(|event| self.lanes.iter().position(|lane| lane.holds(&event)));
        if let Some(at) = found {
            self.rows.go_to(at);
        }
    }

    /// Shifts the zoomed range when the time cursor left it.
    fn keep_in_view(&mut self) {
        if let (Some(time), Some((from, to)), Some(whole)) = (self.time, self.zoom, self.whole)
            && !(from..=to).contains(&time)
        {
            self.zoom = Some(within(time - (to - from) / 2, to - from, whole));
        }
    }

    /// Marks the time under the time cursor; false for a call without times.
    pub fn mark_time(&mut self) -> bool {
        self.mark = self.time;
        self.since = self.since.and(self.mark);
        self.mark.is_some()
    }

    /// Tells times since the mark, or as they are again; none while there is no mark.
    pub fn toggle_since_mark(&mut self) -> Option<bool> {
        let mark = self.mark?;
        self.since = self.since.is_none().then_some(mark);
        Some(self.since.is_some())
    }

    /// The mark in force: times are told since it.
    pub(super) fn since(&self) -> Option<Time> {
        self.since.map(Time::from_ticks)
    }
}

/// A time since a mark, signed, in eight columns for what is nearer than a hundred hours: `+5.413s`, `-12:05`.
/// Thousandths only for what is known so exactly.
pub(super) fn since_words(mark: Time, time: Time, is_exact: bool) -> String {
    let (Some(from), Some(to)) = (mark.ticks(), time.ticks()) else {
        return format::MISSING.to_owned();
    };
    let distance = to.saturating_sub(from);
    let sign = if distance < 0 { '-' } else { '+' };
    let seconds = distance.unsigned_abs() as f64 / Time::SECOND as f64;
    if is_exact && distance.saturating_abs() < NEAR {
        return format!("{sign}{seconds:.3}s");
    }
    format!("{sign}{}", format::duration(seconds as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_since_the_mark_are_signed_and_no_more_precise_than_the_log() {
        let at = |ms: i64| Time::from_ticks(1_000 * Time::SECOND + ms * Time::SECOND / 1_000);
        let words = |ms, is_exact| since_words(at(0), at(ms), is_exact);
        assert_eq!(words(5_413, true), "+5.413s");
        assert_eq!(words(-5_413, true), "-5.413s");
        assert_eq!(words(5_413, false), "+0:05");
        assert_eq!(words(0, true), "+0.000s");
        assert_eq!(words(-725_900, true), "-12:05");
        assert_eq!(words(3_725_000, true), "+1:02:05");
        assert_eq!(since_words(at(0), Time::MISSING, true), format::MISSING);
    }
}
