//! The zone in which times are shown and typed.

use crate::model::value::Time;
use chrono::{Local, Offset, TimeZone};

/// A zone: how far its clocks are ahead of UTC at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zone {
    /// UTC.
    #[default]
    Utc,
    /// That of this machine, summer time included.
    Local,
    /// Minutes ahead of UTC, all the year.
    Fixed(i32),
}

impl Zone {
    /// Ticks that its clocks are ahead of UTC at a moment in ticks since 1970 (UTC).
    pub fn ahead(self, ticks: i64) -> i64 {
        match self {
            Self::Utc => 0,
            Self::Fixed(minutes) => i64::from(minutes) * 60 * Time::SECOND,
            Self::Local => {
                let seconds = ticks.div_euclid(Time::SECOND);
                let moment = Local.timestamp_opt(seconds, 0).earliest();
                let ahead = moment.map_or(0, |moment| moment.offset().fix().local_minus_utc());
                i64::from(ahead) * Time::SECOND
            }
        }
    }

    /// The moment at which its clocks show a time, both in ticks; of two the earlier.
    pub fn moment(self, shown: i64) -> i64 {
        let guess = shown.saturating_sub(self.ahead(shown));
        shown.saturating_sub(self.ahead(guess))
    }
}
