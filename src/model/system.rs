//! What a client's system is called in short.

/// The name of a system and its version, without kernel, maker and model; at most two parts of the version.
pub fn system_name(os: &str) -> String {
    let head = os.split([';', ':', '(']).next().unwrap_or(os);
    let mut words = head.split_whitespace();
    let name = words.next().unwrap_or(os);
    let version = words.find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    match version {
        Some(version) => {
            let parts: Vec<&str> = version.split('.').take(2).collect();
            let short = parts.join(".");
            format!("{name} {}", short.strip_suffix(".0").unwrap_or(&short))
        }
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_are_short() {
        let table = [
            ("Windows 10.0.17763 Arch: x64", "Windows 10"),
            (
                "Darwin Kernel Version 18.7.0: Mon Nov 9 15:07:15 PST 2020; root:xnu",
                "Darwin 18.7",
            ),
            (
                "Android 11.0; Manufacturer: Google; Product: redfin",
                "Android 11",
            ),
            ("iOS", "iOS"),
            ("", ""),
        ];
        for (os, wanted) in table {
            assert_eq!(system_name(os), wanted);
        }
    }
}
