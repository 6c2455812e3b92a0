//! Writes one JSON line at a time into a buffer that is used again.
//!
//! A tree of `serde_json` values would be ten times slower, and the order and
//! spelling of the keys matter here.

/// One JSON object per line; nested objects are closed by hand.
#[derive(Default)]
pub(crate) struct Line {
    bytes: Vec<u8>,
}

impl Line {
    /// Begins a new line with `{`.
    pub(crate) fn begin(&mut self) {
        self.bytes.clear();
        self.bytes.push(b'{');
    }

    /// Ends the line and gives its bytes, line feed included.
    pub(crate) fn end(&mut self) -> &[u8] {
        self.bytes.extend_from_slice(b"}\n");
        &self.bytes
    }

    /// Begins an object under `key`.
    pub(crate) fn open(&mut self, key: &str) {
        self.key(key);
        self.bytes.push(b'{');
    }

    /// Ends the innermost object.
    pub(crate) fn close(&mut self) {
        self.bytes.push(b'}');
    }

    /// `"key":"value"`.
    pub(crate) fn text(&mut self, key: &str, value: &str) {
        self.key(key);
        self.quoted(value);
    }

    /// `"key":null`.
    pub(crate) fn null(&mut self, key: &str) {
        self.key(key);
        self.bytes.extend_from_slice(b"null");
    }

    /// `"key":true`.
    pub(crate) fn flag(&mut self, key: &str, value: bool) {
        self.key(key);
        let word: &[u8] = if value { b"true" } else { b"false" };
        self.bytes.extend_from_slice(word);
    }

    /// A whole number, as text when `as_text`.
    pub(crate) fn int(&mut self, key: &str, value: i64, as_text: bool) {
        self.fixed(key, value, 0, as_text);
    }

    /// `value` with the last `decimals` digits behind the point, trailing zeros dropped.
    pub(crate) fn fixed(&mut self, key: &str, value: i64, decimals: usize, as_text: bool) {
        self.key(key);
        if as_text {
            self.bytes.push(b'"');
        }
        self.digits(value, decimals);
        if as_text {
            self.bytes.push(b'"');
        }
    }

    /// A time in UTC with milliseconds: `2026-11-19T02:07:41.113Z`.
    pub(crate) fn time(&mut self, key: &str, millis: i64) {
        self.key(key);
        self.bytes.push(b'"');
        push_time(&mut self.bytes, millis);
        self.bytes.push(b'"');
    }

    fn key(&mut self, key: &str) {
        if self.bytes.last() != Some(&b'{') {
            self.bytes.push(b',');
        }
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(key.as_bytes());
        self.bytes.extend_from_slice(b"\":");
    }

    /// Generated text holds no control characters, so only two need an escape.
    fn quoted(&mut self, value: &str) {
        self.bytes.push(b'"');
        if value.bytes().any(|byte| byte == b'"' || byte == b'\\') {
            for byte in value.bytes() {
                if byte == b'"' || byte == b'\\' {
                    self.bytes.push(b'\\');
                }
                self.bytes.push(byte);
            }
        } else {
            self.bytes.extend_from_slice(value.as_bytes());
        }
        self.bytes.push(b'"');
    }

    fn digits(&mut self, value: i64, decimals: usize) {
        let mut digits = [b'0'; 24];
        let mut rest = value.unsigned_abs();
        let mut first = digits.len();
        while rest > 0 || digits.len() - first <= decimals {
            first -= 1;
            digits[first] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        if value < 0 {
            self.bytes.push(b'-');
        }
        let point = digits.len() - decimals;
        self.bytes.extend_from_slice(&digits[first..point]);
        let kept = digits[point..].iter().rposition(|digit| *digit != b'0');
        if let Some(last) = kept {
            self.bytes.push(b'.');
            self.bytes.extend_from_slice(&digits[point..=point + last]);
        }
    }
}

fn push_time(bytes: &mut Vec<u8>, millis: i64) {
    let (year, month, day) = date(millis.div_euclid(86_400_000));
    let rest = millis.rem_euclid(86_400_000);
    let parts = [
        (year, 4, b'-'),
        (month, 2, b'-'),
        (day, 2, b'T'),
        (rest / 3_600_000, 2, b':'),
        (rest / 60_000 % 60, 2, b':'),
        (rest / 1000 % 60, 2, b'.'),
        (rest % 1000, 3, b'Z'),
    ];
    for (value, width, after) in parts {
        let mut unit = 10_i64.pow(width - 1);
        while unit > 0 {
            bytes.push(b'0' + (value / unit % 10) as u8);
            unit /= 10;
        }
        bytes.push(after);
    }
}

/// Year, month and day of a day number since 1970 (proleptic Gregorian calendar).
pub(crate) fn date(day_number: i64) -> (i64, i64, i64) {
    let shifted = day_number + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}
