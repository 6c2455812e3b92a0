//! callscope: a terminal explorer of Azure Communication Services (ACS) calling logs.

pub mod app;
pub mod cli;
pub mod config;
pub mod error;
pub mod load;
pub mod logs;
pub mod model;
pub mod query;
pub mod report;
pub mod safe;
pub mod shell;
pub mod ui;
