//! The keys every record may carry, whatever its category (log-schemas, Envelope), and those that classify it.

use super::keys::{Key, REGISTRY};
use std::sync::LazyLock;

/// Names by field; the order is that of [`Keys`].
pub(crate) const ENVELOPE: &[&[&str]] = &[
    &["time", "timeGenerated", "timestamp"],
    &["category"],
    &["operationName"],
    &["type"],
    &["tableName"],
    &["properties"],
    &["records"],
    &["callId"],
    &["callUpdatesVersion"],
];

/// The envelope's key numbers.
pub(crate) struct Keys {
    pub(crate) time: Key,
    pub(crate) category: Key,
    pub(crate) operation_name: Key,
    pub(crate) table: Key,
    pub(crate) result_table: Key,
    pub(crate) properties: Key,
    pub(crate) records: Key,
    pub(crate) call: Key,
    pub(crate) version: Key,
}

/// The envelope's key numbers.
pub(crate) fn keys() -> &'static Keys {
    static KEYS: LazyLock<Keys> = LazyLock::new(|| Keys {
        time: REGISTRY.key("time"),
        category: REGISTRY.key("category"),
        operation_name: REGISTRY.key("operationName"),
        table: REGISTRY.key("type"),
        result_table: REGISTRY.key("tableName"),
        properties: REGISTRY.key("properties"),
        records: REGISTRY.key("records"),
        call: REGISTRY.key("callId"),
        version: REGISTRY.key("callUpdatesVersion"),
    });
    &KEYS
}
