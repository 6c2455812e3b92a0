//! callscope: a terminal explorer of Azure Communication Services (ACS) calling logs.

pub mod cli;
pub mod error;
pub mod model;
pub mod report;
