//! Numbers as people read them.

use super::*;

#[test]
fn counts() {
    for (value, shown) in [
        (0, "0"),
        (999, "999"),
        (1_284, "1,284"),
        (1_000_000, "1,000,000"),
    ] {
        assert_eq!(count(value), shown);
    }
    assert_eq!(count(u64::MAX), "18,446,744,073,709,551,615");
    assert_eq!(counted(1, "call"), "1 call");
    assert_eq!(counted(0, "call"), "0 calls");
    assert_eq!(counted(1_284, "call"), "1,284 calls");
}

#[test]
fn durations() {
    let table = [
        (0, "0:00"),
        (9, "0:09"),
        (1_276, "21:16"),
        (3_723, "1:02:03"),
        (360_000, "100:00:00"),
        (-5, "-0:05"),
    ];
    for (seconds, shown) in table {
        assert_eq!(duration(seconds), shown);
    }
    assert!(duration(i64::MIN).starts_with("-2562047788015215:30:08"));
    assert_eq!(milliseconds(85), "85 ms");
    assert_eq!(milliseconds(1_204), "1.204 s");
    assert_eq!(milliseconds(-1_204), "-1.204 s");
    assert_eq!(milliseconds(1_276_400), "21:16");
}

#[test]
fn sizes() {
    let table = [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1.0 kB"),
        (1_536, "1.5 kB"),
        (9_949, "9.9 kB"),
        (9_950, "10 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (240_000_000, "240 MB"),
        (u64::MAX, "18 EB"),
    ];
    for (value, shown) in table {
        assert_eq!(bytes(value), shown);
    }
}

#[test]
fn per_cents() {
    let table = [
        (0.0, "0.0"),
        (-0.0, "0.0"),
        (1.0, "100.0"),
        (0.0315, "3.1"),
        (0.44, "44.0"),
        (0.0005, "0.1"),
        (3.146_336e-05, "0.003"),
        (1.0e-12, "<0.000001"),
        (-1.0e-12, ">-0.000001"),
        (-0.5, "-50.0"),
        (f64::NAN, "-"),
        (f64::INFINITY, "-"),
    ];
    for (ratio, shown) in table {
        assert_eq!(percent(ratio), shown, "{ratio}");
    }
    assert_eq!(share(41, 1_284), "3.2%");
    assert_eq!(share(0, 0), "-");
}

#[test]
fn missing_is_not_zero() {
    assert_eq!(opt(None, 1), "-");
    assert_eq!(opt(Some(0.0), 1), "0.0");
    assert_eq!(opt(Some(-0.04), 1), "0.0");
    assert_eq!(opt(Some(f64::NAN), 1), "-");
    assert_eq!(opt(Some(612.4), 0), "612");
    assert_eq!(opt_count(Some(0)), "0");
    assert_eq!(opt_duration(None), "-");
}
