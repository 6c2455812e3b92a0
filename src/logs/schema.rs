//! Columns that no documented schema of their category has: the reader drops them, so somebody must say they are there.
//!
//! A key is judged at its first sight in a batch and category; afterwards it costs the test of a bit.

use super::CATEGORIES;
use super::keys::{Key, KeyReader, REGISTRY, normal};
use crate::model::batch::Batch;

/// Columns any record may carry: the envelope of resource logs and what Log Analytics adds, in normal form (docs:
/// resource-logs-schema, log-standard-columns).
const STANDARD: [&str; 30] = [
    "",
    "resourceid",
    "operationname",
    "operationversion",
    "category",
    "correlationid",
    "properties",
    "level",
    "resulttype",
    "resultsignature",
    "resultdescription",
    "durationms",
    "calleripaddress",
    "identity",
    "location",
    "tenantid",
    "sourcesystem",
    "type",
    "subscriptionid",
    "billedsize",
    "isbillable",
    "mg",
    "managementgroupname",
    "computer",
    "rawdata",
    "itemid",
    "timereceived",
    "internalworkspaceresourceid",
    "resourcegroup",
    "resourceprovider",
];

/// Documented columns no row is made of, in normal form, by the beginning of the category's name.
const UNREAD: [(&str, &[&str]); 4] = [
    ("CallSummary", &["calldebugginginfo", "tpe"]),
    ("CallDiagnostics", &["tpe"]),
    ("CallClientOperations", &["operationtype"]),
    (
        "CallClientMediaStats",
        &["endpointid", "remoteendpointid", "mediastreamid"],
    ),
];

/// The category whose `properties` are documented as a bag of anything.
const FREE: &str = "CallClientServiceRequestAndOutcome";

/// The keys met in the batch at hand, a bit each, by category.
#[derive(Default)]
pub(super) struct Sights {
    seen: Vec<Vec<u64>>,
}

impl Sights {
    /// Notes the keys of a record that its category does not have. To be called before the record is counted.
    pub(super) fn note<'k>(
        &mut self,
        category: usize,
        filled: impl Iterator<Item = &'k Key>,
        keys: &KeyReader,
        batch: &mut Batch,
    ) {
        if batch.categories.is_empty() {
            self.seen.iter_mut().for_each(Vec::clear);
        }
        self.seen.resize(CATEGORIES.len(), Vec::new());
        let Some(seen) = self.seen.get_mut(category) else {
            return;
        };
        for &key in filled {
            let (at, bit) = (usize::from(key / 64), 1_u64 << (key % 64));
            if seen.get(at).is_some_and(|bits| bits & bit != 0) {
                continue;
            }
            if seen.len() <= at {
                seen.resize(at + 1, 0);
            }
            seen[at] |= bit;
            let name = keys
                .name(key)
                .filter(|name| !is_documented(category, key, name));
            if let Some(name) = name {
                batch.note_column(CATEGORIES[category].name, name);
            }
        }
    }
}

fn is_documented(category: usize, key: Key, name: &str) -> bool {
    let tables = &REGISTRY.fields;
    // The envelope's table stands last.
    let mut known = tables.get(category).into_iter().chain(tables.last());
    if known.any(|keys| keys.contains(&key)) {
        return true;
    }
    let name = normal(name);
    let category = CATEGORIES[category].name;
    if category == FREE {
        return true;
    }
    let mut unread = UNREAD.iter().filter(|(head, _)| category.starts_with(head));
    STANDARD.contains(&name.as_str()) || unread.any(|(_, names)| names.contains(&name.as_str()))
}
