//! How far the clocks of clients lie off the service's: operations carry the client's time, summaries the service's.
//!
//! A leg's operations lie between its entering and its end when both clocks agree. Waiting (a lobby, a ringing phone)
//! moves only the entering, a client that was lost only the last operation: both ends must lie off to the same side,
//! and the smaller distance counts. So a leg whose end is not known tells nothing.

use super::call::{CallDetail, Leg, LegNo};
use super::id::{IdRef, Map, OperationIx};
use super::lane;
use super::store::Store;
use super::value::Time;

/// Distances up to this are no sign: lengths are logged in whole seconds, and an operation takes its time.
pub const LEAST_S: f32 = 2.0;

/// How far the operations of a client lie off the service's times in one leg.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClockOffset {
    /// Client instance.
    pub client: IdRef,
    /// Its leg.
    pub leg: LegNo,
    /// What entered the call, by the client's clock.
    pub entered: OperationIx,
    /// Positive when the client's clock is ahead, s.
    pub seconds: f32,
}

impl ClockOffset {
    /// True when it is more than the logs' own blur.
    pub fn is_off(self) -> bool {
        self.seconds.abs() > LEAST_S
    }
}

/// How far the clients' clocks are ahead of the service's, by leg.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ahead(Box<[f64]>);

impl Ahead {
    /// Of the legs of a call.
    pub fn of(store: &Store, detail: &CallDetail) -> Self {
        Self::new(detail, &offsets(store, detail))
    }

    pub(super) fn new(detail: &CallDetail, clocks: &[ClockOffset]) -> Self {
        let mut ahead = vec![0.0; detail.legs.len()];
        for clock in clocks.iter().filter(|clock| clock.is_off()) {
            if let Some(ms) = ahead.get_mut(clock.leg.0 as usize) {
                *ms = f64::from(clock.seconds) * 1_000.0;
            }
        }
        Self(ahead.into())
    }

    /// Milliseconds that a leg's client is ahead (negative: behind); 0 where its clock agrees or nothing tells.
    pub fn ms(&self, leg: Option<LegNo>) -> f64 {
        let found = leg.and_then(|leg| self.0.get(leg.0 as usize));
        found.copied().unwrap_or_default()
    }

    /// A moment of a leg's client by the service's clock.
    pub fn service_time(&self, leg: Option<LegNo>, time: Time) -> Time {
        match self.ms(leg) {
            0.0 => time,
            ms => time.plus_ms(-ms),
        }
    }

    /// The legs of which the clock is off.
    pub fn legs(&self) -> impl Iterator<Item = LegNo> {
        let all = (0..self.0.len() as u32).map(LegNo);
        all.filter(|&leg| self.ms(Some(leg)) != 0.0)
    }
}

/// What a client did first and last in a leg.
#[derive(Default)]
struct Stay {
    entered: Option<((Time, Time), OperationIx)>,
    last: Time,
}

/// One for each leg and client that entered it, in order of rows.
pub(super) fn offsets(store: &Store, detail: &CallDetail) -> Box<[ClockOffset]> {
    let mut stays: Map<(LegNo, IdRef), Stay> = Map::default();
    for operation in &detail.operations {
        let client = store.operations.client()[operation.row.at()];
        let leg = operation.leg.filter(|_| !operation.is_before_call);
        let (Some(leg), true, true) = (leg, client.is_known(), operation.time.is_known()) else {
            continue;
        };
        let stay = stays.entry((leg, client)).or_default();
        // Operations come by time.
        stay.last = operation.time;
        if stay.entered.is_none() {
            let entered = entering(store, operation.row);
            stay.entered = entered.map(|extent| (extent, operation.row));
        }
    }
    let told = stays.into_iter().filter_map(|((leg, client), stay)| {
        Some(ClockOffset {
            client,
            leg,
            entered: stay.entered?.1,
            seconds: offset(detail.leg(leg)?, &stay)?,
        })
    });
    let mut found: Vec<ClockOffset> = told.collect();
    found.sort_unstable_by_key(|clock| (clock.leg, clock.client.0));
    found.into()
}

/// From when to when an operation entered the call; none for one that does something else, or failed.
fn entering(store: &Store, row: OperationIx) -> Option<(Time, Time)> {
    const NAMES: [&str; 3] = ["Join", "StartCall", "AcceptIncomingCall"];
    let table = &store.operations;
    let name = lane::kind(store.text(table.name()[row.at()]))?.name;
    let is_connected = || {
        let mut words = store.text(table.detail()[row.at()]).split([' ', ',']);
        name == "StateChanged" && words.any(|word| word == "Connected")
    };
    let enters = NAMES.contains(&name) || is_connected();
    (enters && !lane::has_failed_at(store, row)).then(|| lane::extent(store, &table.get(row.at())))
}

fn offset(leg: &Leg, stay: &Stay) -> Option<f32> {
    let ((from, to), _) = stay.entered?;
    let end = stay.last.ms_since(leg.end())?;
    let (after, before) = (from.ms_since(leg.start)?, to.ms_since(leg.start)?);
    let ms = if !leg.has_own_start {
        return None;
    } else if after > 0.0 {
        after.min(end).max(0.0)
    } else if before < 0.0 {
        before.max(end).min(0.0)
    } else {
        0.0
    };
    Some((ms / 1_000.0) as f32)
}
