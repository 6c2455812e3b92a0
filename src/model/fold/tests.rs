//! Summaries are a function of the set of samples: any order, any record twice.

use super::*;
use crate::model::source::Source;
use proptest::prelude::*;

/// A file of chunks of 100 bytes with ten lines each.
fn file() -> SourceFile {
    let mut file = SourceFile::default();
    for chunk in 0..20 {
        file.note_chunk(chunk * 100, 100, 10);
    }
    file
}

fn row(number: u64, (call, metric, average): (u32, u32, f32)) -> (CallIx, SampleRow) {
    let row = SampleRow {
        call: IdRef(call + 2),
        participant: IdRef(90),
        time: if number.is_multiple_of(7) {
            Time::MISSING
        } else {
            Time::from_ticks(1_000 + number as i64 * 31 % 17)
        },
        metric: TextRef(metric + 2),
        average: Num32::new(average),
        maximum: if number.is_multiple_of(3) {
            Num32::MISSING
        } else {
            Num32::new(average * 2.0)
        },
        hash: number.wrapping_mul(0x9e37_79b9_7f4a_7c15),
        source: Source {
            offset: number * 10,
            length: 9,
            ..Source::default()
        },
        ..SampleRow::default()
    };
    (CallIx(call), row)
}

/// All that can be seen of the summaries, in an order of its own.
fn told(folded: &Folded, files: &[SourceFile]) -> Vec<String> {
    let mut told: Vec<String> = (0..4)
        .flat_map(|call| {
            let call = CallIx(call);
            let mut series: Vec<String> = folded
                .of(call)
                .map(|at| {
                    let (sum, head) = (folded.sum(at), folded.heads.get(at));
                    format!("{call:?} {head:?} {sum:?} {:?}", sum.mean())
                })
                .collect();
            series.sort_unstable();
            series.push(format!("{:?}", folded.places(call, files)));
            series
        })
        .collect();
    told.push(format!("{:?} {:?}", folded.counts().0, folded.first()));
    told
}

fn folded(rows: &[(CallIx, SampleRow)], files: &[SourceFile]) -> Folded {
    let mut folded = Folded::default();
    for &(call, row) in rows {
        folded.add(call, row, files);
    }
    folded
}

proptest! {
    #[test]
    fn any_order_and_twice_gives_the_same_summaries(
        rows in prop::collection::vec((0..4_u32, 0..3_u32, -1e6_f32..1e9), 1..100),
        order in any::<u64>(),
        twice in prop::collection::vec(any::<prop::sample::Index>(), 0..20),
    ) {
        let files = [file()];
        let rows: Vec<_> = (0..).zip(rows).map(|(at, made)| row(at, made)).collect();
        let mut other = rows.clone();
        other.extend(twice.iter().map(|at| *at.get(&rows)));
        other.sort_by_key(|(_, row)| (row.hash ^ order).wrapping_mul(0xd6e8_feb8_6659_fd93));
        let (a, b) = (folded(&rows, &files), folded(&other, &files));
        prop_assert_eq!(told(&a, &files), told(&b, &files));
        prop_assert_eq!(b.counts().1, twice.len() as u64);
    }
}

#[test]
fn a_summary_holds_extremes_times_and_mean() {
    let files = [file()];
    let rows = [
        row(1, (0, 0, 10.0)),
        row(2, (0, 0, 30.0)),
        row(3, (0, 0, 20.0)),
        row(4, (0, 1, 5.0)),
    ];
    let folded = folded(&rows, &files);
    let sum = folded
        .of(CallIx(0))
        .map(|at| folded.sum(at))
        .find(|sum| sum.samples == 3)
        .expect("a series of three");
    let known = |value: Num32| value.known();
    assert_eq!(
        [known(sum.least), known(sum.mean()), known(sum.most)],
        [Some(10.0), Some(20.0), Some(60.0)]
    );
    assert_eq!(folded.counts(), (4, 0));
    assert_eq!(
        [sum.first, sum.last, folded.first()],
        [1_008, 1_014, 1_005].map(Time::from_ticks)
    );
}

#[test]
fn the_parts_of_the_files_that_hold_a_call_are_known() {
    let files = [file()];
    let rows = [1, 2, 15, 3, 150].map(|number| row(number, (0, 0, 1.0)));
    let places = folded(&rows, &files).places(CallIx(0), &files);
    let told: Vec<(u64, u64, u64)> = places
        .iter()
        .map(|place| (place.offset, place.bytes, place.lines_before))
        .collect();
    assert_eq!(told, [(0, 100, 0), (100, 100, 10), (1_500, 100, 150)]);
    assert!(folded(&rows, &files).bytes() > 0);
}
