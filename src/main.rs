//! The callscope program: arguments in, exit code out. Everything else is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(callscope::shell::start(std::env::args_os()))
}
