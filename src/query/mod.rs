//! Finding things in a store: identifiers and words, the order of calls, the samples of a leg.
//!
//! Knows model, memchr, fuzzy-matcher; never files, threads or the screen: the caller decides where it runs.
//! A search is `Query::parse` (how pasted text is read) › [`find::search`] over an [`identifiers::Index`] ›
//! [`nearest`] when nothing was found.

pub mod calls;
mod calls_fields;
pub mod compare;
pub mod daily;
pub mod filter;
pub mod find;
mod gather;
pub mod group;
pub mod identifiers;
pub mod kept;
pub mod kind;
pub mod like;
pub mod marked;
pub mod near;
pub mod nearest;
pub mod overview;
pub mod pivot;
pub mod place;
pub mod read;
mod reading;
pub mod records;
pub mod samples;
mod space;
mod table;
pub mod ties;
pub mod usage;
pub mod when;

#[cfg(test)]
mod fixture;
