//! The call list.
//!
//! ```text
//!    START       DUR  TYPE  LEG STR  JIT  RTT  LOSS  ENDS    WHY                  CALL
//! >x 19 02:07  21:16  Group   5  18  141 1840  31.0  410/0*  P2.1 dropped 410/0   7f3c9a12
//! ```
