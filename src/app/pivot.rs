//! The value under the cursor of whatever has the keys.

use super::place::Focus;
use super::state::{Overlay, State};
use crate::query::pivot::{of_field, of_leg, of_line, of_part, of_record, of_stream};
use crate::query::place::Value;
use crate::ui::panes::overview::Target;

/// The value under the cursor as it is looked for; none where a row stands for no value of the logs.
pub fn value_under_cursor(state: &State) -> Option<String> {
    if state.overlay != Overlay::None {
        return None;
    }
    let line = || of_line(&state.panes.record.selected_value()?);
    let found = match state.focus {
        Focus::Record => return line(),
        Focus::Calls => {
            let call = state.panes.calls.selected()?;
            of_field(
                &state.store,
                call,
                state.panes.calls.column().unwrap_or("call_id"),
            )
        }
        Focus::Overview => match state.panes.overview.target()? {
            Target::Call(call) => of_field(&state.store, call, "call_id"),
            Target::Part(part) => of_part(part),
        },
        Focus::Legs => {
            let leg = state.panes.legs.selected().map(|(leg, _)| leg);
            state.detail()?.leg(leg?).and_then(of_leg)
        }
        Focus::Streams => {
            let stream = state.panes.streams.selected()?;
            let stream = state.detail()?.streams.get(stream.0 as usize)?;
            of_stream(&state.store, stream)
        }
        Focus::Timeline | Focus::Why | Focus::Chart | Focus::Records => {
            let record = state.record_under_cursor();
            let record = record.and_then(|source| of_record(&state.store, source));
            record.or_else(|| selected_leg(state))
        }
        Focus::Load | Focus::Start | Focus::Groups | Focus::Compare => None,
    };
    found.map(|value: Value| value.text(&state.store))
}

/// Of the selected leg; of the call where none is selected.
fn selected_leg(state: &State) -> Option<Value> {
    let detail = state.detail()?;
    let leg = state.selection.leg.and_then(|leg| detail.leg(leg));
    match leg {
        Some(leg) => of_leg(leg),
        None => of_field(&state.store, detail.call, "call_id"),
    }
}
