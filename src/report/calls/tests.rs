//! What each number of the call list means, rule by rule, and the list's order and formats.

mod list;
mod meaning;
mod shuffle;
mod side;
mod verdict;
