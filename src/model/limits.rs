//! The limits in force: the documented ones, or what the user has set in their place.

use super::metric::{AUDIO_PACKETS_TO_JUDGE, METRICS, STREAM_VALUES, position};
use super::rows::Media;

/// Media that have limits of their own, in the order of [`super::metric::Metric::limits`].
pub const MEDIA: [Media; 3] = [Media::Audio, Media::Video, Media::Screen];

/// The name of the least number of packets that an audio stream is judged by.
pub const AUDIO_PACKETS: &str = "audio_packets";

/// A limit that is not the documented one, both in the log's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The measure's name, or [`AUDIO_PACKETS`].
    pub name: &'static str,
    /// For which medium.
    pub media: Media,
    /// What is in force.
    pub limit: f64,
    /// What the service documents (quality-thresholds).
    pub documented: f64,
}

/// For each measure and medium the value beyond which it is poor (quality-thresholds).
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    values: [[Option<f64>; 3]; STREAM_VALUES],
    /// Packets below which an audio stream is too short to judge.
    pub audio_packets: f64,
}

impl Default for Limits {
    fn default() -> Self {
        let mut values = [[None; 3]; STREAM_VALUES];
        for (kept, metric) in values.iter_mut().zip(&METRICS) {
            *kept = metric.limits;
        }
        Self {
            values,
            audio_packets: AUDIO_PACKETS_TO_JUDGE,
        }
    }
}

impl Limits {
    /// Sets the limit of a measure, by its name, for one medium or all that have one, in the log's unit. False for a
    /// name that is not known, a number that is no limit, or a measure that is not judged for the medium.
    pub fn set(&mut self, name: &str, media: Option<Media>, limit: f64) -> bool {
        let Some(at) = position(name).filter(|_| limit.is_finite() && limit >= 0.0) else {
            return false;
        };
        let mut was_set = false;
        for (kept, of) in self.values[at].iter_mut().zip(MEDIA) {
            if kept.is_some() && media.is_none_or(|media| media == of) {
                *kept = Some(limit);
                was_set = true;
            }
        }
        was_set
    }

    /// The limit of a measure, in the log's unit. A stream of unknown medium has only the limits that all media share.
    pub fn of(&self, at: usize, media: Media) -> Option<f64> {
        let limits = self.values.get(at)?;
        match media {
            Media::Audio => limits[0],
            Media::Video => limits[1],
            Media::Screen => limits[2],
            Media::Unknown if limits[0] == limits[1] && limits[1] == limits[2] => limits[0],
            Media::Unknown => None,
        }
    }

    /// True when a value of a measure lies beyond its limit.
    pub fn is_beyond(&self, at: usize, value: f64, media: Media) -> bool {
        self.of(at, media)
            .is_some_and(|limit| METRICS[at].is_past(value, limit))
    }

    /// True when the limit is not the documented one.
    pub fn is_changed(&self, at: usize, media: Media) -> bool {
        self.of(at, media) != METRICS[at].limit(media)
    }

    /// True when audio is judged from another number of packets than usual.
    pub fn has_other_packets(&self) -> bool {
        (self.audio_packets - AUDIO_PACKETS_TO_JUDGE).abs() > 0.0
    }

    /// The limits that are not the documented ones, in the order of the table.
    pub fn changes(&self) -> Vec<Change> {
        let measures = METRICS.iter().enumerate().flat_map(|(at, metric)| {
            MEDIA.into_iter().filter_map(move |media| {
                let (limit, documented) = (self.of(at, media)?, metric.limit(media)?);
                self.is_changed(at, media).then_some(Change {
                    name: metric.name,
                    media,
                    limit,
                    documented,
                })
            })
        });
        let packets = Change {
            name: AUDIO_PACKETS,
            media: Media::Audio,
            limit: self.audio_packets,
            documented: AUDIO_PACKETS_TO_JUDGE,
        };
        let is_set = self.has_other_packets();
        measures.chain(is_set.then_some(packets)).collect()
    }

    /// True when all are the documented ones.
    pub fn are_documented(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_limits_hold_until_one_is_set() {
        let mut limits = Limits::default();
        assert!(limits.are_documented() && limits.changes().is_empty());
        let rtt = position("rtt_avg").unwrap_or(usize::MAX);
        assert!(limits.is_beyond(rtt, 501.0, Media::Audio));
        assert!(limits.set("rtt_avg", Some(Media::Audio), 300.0));
        assert!(limits.is_beyond(rtt, 301.0, Media::Audio));
        assert!(!limits.is_beyond(rtt, 301.0, Media::Video));
        let changed = Change {
            name: "rtt_avg",
            media: Media::Audio,
            limit: 300.0,
            documented: 500.0,
        };
        assert_eq!(limits.changes(), [changed]);
        assert!(!limits.are_documented());
        assert_eq!(
            limits.of(rtt, Media::Unknown),
            None,
            "media no longer share it"
        );
    }

    #[test]
    fn what_is_not_judged_cannot_get_a_limit() {
        let mut limits = Limits::default();
        assert!(!limits.set("no such measure", None, 1.0));
        assert!(!limits.set("packets", None, 1.0));
        assert!(!limits.set("frame_rate", Some(Media::Audio), 1.0));
        assert!(!limits.set("rtt_avg", None, f64::NAN));
        assert_eq!(limits, Limits::default());
    }
}
