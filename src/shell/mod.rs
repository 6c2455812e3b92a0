//! The outside world: the terminal, its modes, its signals and its keys.
