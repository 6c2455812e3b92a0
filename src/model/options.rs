//! What a client gives along with its calls, the diagnostic options of a leg: a JSON text with a list of tags and the name
//! and version of the app (log-schemas, Call summary). Their values hold neither quotes nor commas.

use super::survey;

/// The tags, each as often as it is listed.
pub fn tags(options: &str) -> impl Iterator<Item = &str> {
    survey::tags(tag_list(options).unwrap_or_default())
}

/// Name and version of the app, where they are given.
pub fn app(options: &str) -> impl Iterator<Item = &str> {
    ["appName", "appVersion"]
        .into_iter()
        .filter_map(|key| word_of(options, key))
}

/// What stands in the brackets behind `"tags"`.
fn tag_list(options: &str) -> Option<&str> {
    let rest = behind(options, "tags")?;
    let list = &rest[rest.find('[')? + 1..];
    list.get(..list.find(']')?)
}

/// The quoted word that stands behind a key.
fn word_of<'a>(options: &'a str, key: &str) -> Option<&'a str> {
    let rest = behind(options, key)?.trim_start().strip_prefix(':')?;
    let word = rest.trim_start().strip_prefix('"')?;
    word.get(..word.find('"')?).filter(|word| !word.is_empty())
}

/// What stands behind a key in quotes, in any case.
fn behind<'a>(options: &'a str, key: &str) -> Option<&'a str> {
    let is_key = |at: usize| {
        let name = options.get(at + 1..)?;
        let (name, rest) = name.split_at_checked(key.len())?;
        let rest = rest.strip_prefix('"')?;
        name.eq_ignore_ascii_case(key).then_some(rest)
    };
    options.match_indices('"').find_map(|(at, _)| is_key(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_what_stands_in_their_brackets_and_the_app_what_stands_behind_its_names() {
        let tags = |text| tags(text).collect::<Vec<_>>();
        let demo =
            "{\"appName\":\"a\",\"appVersion\": \"2.1\",\"tags\":[\"clinic-7\", \"app#2.1\"]}";
        assert_eq!(tags(demo), ["clinic-7", "app#2.1"]);
        assert_eq!(app(demo).collect::<Vec<_>>(), ["a", "2.1"]);
        for text in [
            "{\"tags\":[]}",
            "{\"appName\":\"tags\"}",
            "{\"tags\":null}",
            "\u{e9}\"",
            "",
        ] {
            assert!(tags(text).is_empty(), "{text}");
        }
        assert_eq!(app("{\"appName\":\"\",\"appVersion\":2}").count(), 0);
    }
}
