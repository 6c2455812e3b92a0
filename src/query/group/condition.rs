//! The filter that keeps the calls of a group.

use super::facet::Facet;
use super::{Grouping, Key, Keys, Unit};
use crate::model::store::Store;
use crate::query::filter::word_token;

impl Grouping {
    /// The conditions that keep the calls of a group: `sdk=1.31.2`, `user=8:acs:… end=410/3112`. Where something is
    /// counted beside bad calls, those that have it.
    pub fn conditions(&self, store: &Store, keys: Keys) -> Vec<String> {
        let mut all = self.group_conditions(store, keys);
        if let Some((facet, key)) = self.counted {
            all.extend(facet.conditions(store, key, false));
        }
        all
    }

    /// The same whatever is counted.
    pub fn group_conditions(&self, store: &Store, keys: Keys) -> Vec<String> {
        let values: Vec<(&'static Facet, Key)> = self.facets().zip(keys).collect();
        let has_part = |unit: Unit| {
            let is_of = |(facet, key): &(&Facet, Key)| facet.unit() == unit && *key != Key::Missing;
            unit != Unit::Call && values.iter().any(is_of)
        };
        values
            .iter()
            .flat_map(|(facet, key)| facet.conditions(store, *key, has_part(facet.unit())))
            .collect()
    }
}

impl Facet {
    /// The conditions of a value; of one that is absent whether another one picks the leg, stream … without it.
    fn conditions(&self, store: &Store, key: Key, is_of_part: bool) -> Vec<String> {
        let or_none = |field: &str, value: &str| match value {
            "" => format!("{field}=missing,redacted"),
            value => word_token(field, value),
        };
        let one = match key {
            Key::Missing if self.name == "legs" => "legs=0".to_owned(),
            Key::Missing if is_of_part => format!("{}=missing", self.field),
            Key::Missing => format!("{}=none", self.field),
            Key::Redacted => format!("{}=redacted", self.field),
            Key::Pair(name, result) if self.unit() == Unit::Operation => {
                return vec![
                    word_token(self.field, store.text(name)),
                    or_none("result", store.text(result)),
                ];
            }
            // A bare code stands for all of its subcodes.
            Key::Pair(code, subcode) if !subcode.is_known() => {
                return vec![word_token("code", store.text(code)), or_none("subcode", "")];
            }
            Key::Number(from) if self.name == "legs" => return legs(&self.number_words(from)),
            known => word_token(self.field, &known.value(store, self).unwrap_or_default()),
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
