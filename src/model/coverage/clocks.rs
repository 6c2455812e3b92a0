//! Clients whose clock lies off the service's: what they did stands at the wrong place beside what the service saw.

use super::{CoverageLine, Gap, calls_with};
use crate::model::clock::{ClockOffset, LEAST_S};
use crate::model::id::IdRef;
use crate::model::store::Store;
use std::collections::HashMap;

/// One line for all of them, with the calls in which a clock is off; the offset of a client is the median of its legs.
pub(super) fn off(store: &Store) -> Option<CoverageLine> {
    let offsets = medians(store)
        .into_iter()
        .map(f32::abs)
        .filter(|&seconds| seconds > LEAST_S);
    let (mut count, mut least, mut most) = (0_u64, f32::MAX, 0.0_f32);
    for seconds in offsets {
        count += 1;
        least = least.min(seconds);
        most = most.max(seconds);
    }
    let (least, most) = (length(least), length(most));
    let range = if least == most {
        most
    } else {
        format!("{least} .. {most}")
    };
    if count == 0 {
        return None;
    }
    let calls = calls_with(store, Gap::ClockOff);
    let noun = |count, one: &'static str, many| if count == 1 { one } else { many };
    let clients = format!("{count} {}", noun(count, "client", "clients"));
    Some(CoverageLine {
        mark: '!',
        count: Some(calls),
        text: format!(
            "{}, {clients}: clock {range} off",
            noun(calls, "call", "calls")
        ),
        meaning: "shown as logged",
        gap: Some(Gap::ClockOff),
    })
}

fn medians(store: &Store) -> Vec<f32> {
    let mut of_client: HashMap<IdRef, Vec<f32>> = HashMap::new();
    for call in store.calls() {
        for &ClockOffset {
            client, seconds, ..
        } in &store.facts(call).clocks
        {
            of_client.entry(client).or_default().push(seconds);
        }
    }
    let clients = of_client.into_values();
    clients
        .map(|mut offsets| {
            offsets.sort_by(f32::total_cmp);
            offsets[offsets.len() / 2]
        })
        .collect()
}

/// `2.1 s`, `47 s`, `12 min`, `7 h`, `30 d`: no more than the logs' whole seconds allow.
fn length(seconds: f32) -> String {
    const UNITS: [(f32, f32, &str); 3] = [
        (120.0, 1.0, "s"),
        (7_200.0, 60.0, "min"),
        (172_800.0, 3_600.0, "h"),
    ];
    if seconds < 10.0 {
        return format!("{seconds:.1} s");
    }
    let unit = UNITS.iter().find(|(limit, ..)| seconds < *limit);
    let (_, size, name) = unit.unwrap_or(&(0.0, 86_400.0, "d"));
    format!("{:.0} {name}", seconds / size)
}
