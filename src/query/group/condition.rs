//! The filter that keeps the calls of a group.

use super::{Grouping, Key, Keys, Unit};
use crate::model::store::Store;
use crate::query::filter::token;

use super::facet::Facet;

impl Grouping {
    /// The conditions that keep the calls of a group: `sdk=1.31.2`, `user=8:acs:… end=410/3112`. Where something is
    /// counted beside bad calls, those that have it.
    pub fn conditions(&self, store: &Store, keys: Keys) -> Vec<String> {
        let facets = self.facets().zip(keys).chain(self.counted);
        facets
            .flat_map(|(facet, key)| facet.conditions(store, key))
            .collect()
    }
}

impl Facet {
    /// The conditions of a value.
    pub fn conditions(&self, store: &Store, key: Key) -> Vec<String> {
        let is = |value: &str| token(self.field, value);
        let one = match key {
            Key::Missing => format!("{}=missing", self.field),
            Key::Redacted => format!("{}=redacted", self.field),
            Key::Pair(name, result) if self.unit() == Unit::Operation => {
                let result = match store.text(result) {
                    "" => "result=missing".to_owned(),
                    result => token("result", result),
                };
                return vec![is(store.text(name)), result];
            }
            // Tags stand in a text with others.
            Key::Part(..) => {
                let tag = key.value(store, self).unwrap_or_default();
                is(&tag).replacen('=', "~", 1)
            }
            Key::Number(from) if self.name == "legs" => return legs(&self.number_words(from)),
            known => is(&known.value(store, self).unwrap_or_default()),
        };
        vec![one]
    }
}

/// `legs=2`, `legs>=3 legs<=4`, `legs>=100` for the words of a bucket.
fn legs(bucket: &str) -> Vec<String> {
    match (bucket.split_once('-'), bucket.strip_suffix('+')) {
        (Some((from, to)), _) => vec![format!("legs>={from}"), format!("legs<={to}")],
        (None, Some(from)) => vec![format!("legs>={from}")],
        (None, None) => vec![format!("legs={bucket}")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_of_legs_is_a_range() {
        assert_eq!(legs("2"), ["legs=2"]);
        assert_eq!(legs("3-4"), ["legs>=3", "legs<=4"]);
        assert_eq!(legs("100+"), ["legs>=100"]);
    }
}
