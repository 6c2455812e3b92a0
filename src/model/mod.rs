//! What a call is: tables of kept records, the store that joins them, and the judgement.
//!
//! Knows std, chrono and the hashing crates; never files, threads, JSON or the screen.
//!
//! Words: a **call** has **legs** (one connection of an endpoint; a rejoin is a new leg), grouped into
//! **participants** (one endpoint with its legs). A leg has **streams** (one medium, one direction), **operations**
//! (what its client did) and **samples** (10 s measures). A **record** is a raw entry of a **category** of log; an
//! **issue** is why one could not be read.

pub mod automation;
pub mod batch;
mod build;
pub mod call;
pub mod captions;
mod chain;
pub mod chance;
pub mod client_end;
pub mod clock;
pub mod coverage;
pub mod daily;
pub mod diagnostic;
pub mod end_reason;
pub mod facts;
pub mod finding;
mod fold;
mod hashes;
pub mod id;
pub mod issues;
mod join;
pub mod kept;
pub mod lane;
pub mod leg_key;
pub mod lent;
pub mod limits;
pub mod metric;
pub mod options;
pub mod reason;
pub mod recall;
pub mod recording;
pub mod repeats;
pub mod rooms;
pub mod rows;
pub mod sample_metric;
pub mod selection;
pub mod senders;
pub mod side;
pub mod source;
pub mod standing;
pub mod store;
pub mod survey;
pub mod system;
mod table;
pub mod tally;
pub mod turns;
pub mod usage;
pub mod usual;
pub mod value;
pub mod verdict;
pub mod zone;
