//! Many small pieces of work that do not depend on each other, shared out among threads.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Does `count` pieces on so many threads, this one among them: `start` gives each thread what does a piece by its
/// number. With their numbers, in their order; those of a thread that broke down are missing.
pub fn side_by_side<T: Send, W: FnMut(usize) -> T>(
    count: usize,
    threads: usize,
    start: impl Fn() -> W + Sync,
) -> Vec<(usize, T)> {
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut piece, mut done) = (start(), Vec::new());
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                return done;
            }
            done.push((at, piece(at)));
        }
    };
    let mut done = std::thread::scope(|scope| {
        let start = |_| std::thread::Builder::new().spawn_scoped(scope, work).ok();
        let others: Vec<_> = (1..threads).filter_map(start).collect();
        let mut done = work();
        for other in others {
            done.extend(other.join().unwrap_or_default());
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_piece_is_done_once_and_told_in_order() {
        for threads in [0, 1, 3] {
            for count in [0, 1, 500] {
                let done = side_by_side(count, threads, || |at| at * 2);
                let wanted: Vec<_> = (0..count).map(|at| (at, at * 2)).collect();
                assert_eq!(done, wanted, "{count} on {threads}");
            }
        }
    }
}
