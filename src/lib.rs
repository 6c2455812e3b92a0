//! callscope: a terminal explorer of Azure Communication Services (ACS) calling logs.

pub mod load;
pub mod logs;
pub mod model;
pub mod query;
