//! The limits in a file: by measure a number for all media that are judged by it, or one for each medium.

use super::scalar::{Scalar, Setting};
use crate::model::limits::{AUDIO_PACKETS, Limits, MEDIA};
use crate::model::metric::{METRICS, Unit, position};
use crate::model::rows::Media;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use std::fmt;

/// What a file sets, in its order.
#[derive(Default)]
pub(super) struct Patch(Vec<(&'static str, Option<Media>, f64)>);

impl Patch {
    pub(super) fn apply(&self, limits: &mut Limits) {
        for &(name, media, limit) in &self.0 {
            if name == AUDIO_PACKETS {
                limits.audio_packets = limit;
            } else {
                // Names, media and numbers were checked where they were read.
                limits.set(name, media, limit);
            }
        }
    }
}

impl<'de> serde::Deserialize<'de> for Patch {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Measures)
    }
}

/// The greatest limit that makes sense and what the number is, by unit; the log's own unit, as in answers.
const fn range(unit: Unit) -> (f64, &'static str) {
    match unit {
        Unit::Ms => (60_000.0, "ms from 0 to 60000"),
        Unit::Ratio => (1.0, "a share from 0 to 1 (0.1 = 10 %)"),
        Unit::Fps => (240.0, "pictures a second from 0 to 240"),
        Unit::MsPerMinute => (60_000.0, "ms of freeze a minute from 0 to 60000"),
        Unit::Pixels => (10_000.0, "lines from 0 to 10000"),
        Unit::Packets => (1_000_000.0, "packets from 0 to 1000000"),
        Unit::Bps => (1_000_000_000.0, "bits a second from 0 to 1000000000"),
    }
}

/// The object `limits`.
struct Measures;

impl<'de> Visitor<'de> for Measures {
    type Value = Patch;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "limits: an object of measures and numbers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Patch, A::Error> {
        let mut patch = Patch::default();
        while let Some(key) = map.next_key::<String>()? {
            let (name, media, unit) = judged(&key).ok_or_else(|| {
                let names: Vec<&str> = names().collect();
                A::Error::custom(format!(
                    "limits has no '{key:.40}'; allowed: {}",
                    names.join(", ")
                ))
            })?;
            if patch.0.iter().any(|(known, ..)| *known == name) {
                return Err(A::Error::custom(format!(
                    "limits has {name} twice; leave one out"
                )));
            }
            let measure = Measure { name, media, unit };
            patch.0.extend(map.next_value_seed(measure)?);
        }
        Ok(patch)
    }
}

/// Everything that has a limit.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let judged = METRICS
        .iter()
        .filter(|metric| metric.limits.iter().any(Option::is_some));
    judged.map(|metric| metric.name).chain([AUDIO_PACKETS])
}

/// The name of the table, the media that are judged by it, and its unit.
fn judged(name: &str) -> Option<(&'static str, Vec<Media>, Unit)> {
    let name = names().find(|known| *known == name)?;
    Some(match position(name) {
        None => (name, Vec::new(), Unit::Packets),
        Some(at) => {
            let metric = &METRICS[at];
            let has_limit = |media: &Media| metric.limit(*media).is_some();
            (
                name,
                MEDIA.into_iter().filter(has_limit).collect(),
                metric.unit,
            )
        }
    })
}

/// The limits of one measure.
struct Measure {
    name: &'static str,
    media: Vec<Media>,
    unit: Unit,
}

type Set = Vec<(&'static str, Option<Media>, f64)>;

impl Measure {
    fn words(&self) -> String {
        let media: Vec<&str> = self.media.iter().map(|media| media.name()).collect();
        match media.as_slice() {
            [] => range(self.unit).1.to_owned(),
            media => format!(
                "{}, or an object of such by medium ({})",
                range(self.unit).1,
                media.join(", ")
            ),
        }
    }

    fn one<E: Error>(&self, media: Option<Media>, value: Scalar) -> Result<Set, E> {
        let most = range(self.unit).0;
        let allowed = self.words();
        let limit =
            Setting::new(self.name, &allowed, |value| value.number(0.0, most)).take(value)?;
        Ok(vec![(self.name, media, limit)])
    }
}

impl<'de> DeserializeSeed<'de> for Measure {
    type Value = Set;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Set, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Measure {
    type Value = Set;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.words())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Set, E> {
        self.one(None, Scalar::Number(value as f64))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Set, E> {
        self.one(None, Scalar::Number(value as f64))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Set, E> {
        self.one(None, Scalar::Number(value))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Set, A::Error> {
        let mut set = Set::new();
        let (most, _) = range(self.unit);
        while let Some(key) = map.next_key::<String>()? {
            let media = self.media.iter().copied().find(|media| media.name() == key);
            let media = media.ok_or_else(|| {
                let told = format!(
                    "{} has no '{key:.40}'; allowed: {}",
                    self.name,
                    self.words()
                );
                A::Error::custom(told)
            })?;
            let allowed = range(self.unit).1;
            let limit = Setting::new(self.name, allowed, |value: Scalar| value.number(0.0, most));
            set.push((self.name, Some(media), map.next_value_seed(limit)?));
        }
        Ok(set)
    }
}
