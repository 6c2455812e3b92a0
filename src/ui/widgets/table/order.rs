//! By which columns a table is sorted: several, the one chosen last first.

/// Fields and whether they are descending, the first first; none = the order of the list's own.
pub type Order = Vec<(&'static str, bool)>;

/// By so many columns a list is sorted at most; the one chosen first goes.
pub const MOST_KEYS: usize = 3;

/// What choosing the first field again does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// Turns it about.
    Turns,
    /// Turns it about, and the third time leaves it out.
    Ends,
}

/// The order once a field is chosen; `first` is whether it is descending then. The fields sorted by before part what is
/// equal.
#[must_use]
pub fn chosen(
    before: &[(&'static str, bool)],
    field: &'static str,
    first: bool,
    again: Again,
) -> Order {
    let others = before.iter().filter(|(known, _)| *known != field);
    let way = match before.first() {
        Some(&(known, way)) if known == field && way == first => Some(!way),
        Some(&(known, _)) if known == field && again == Again::Ends => None,
        _ => Some(first),
    };
    let mut order: Order = way.map(|way| (field, way)).into_iter().collect();
    order.extend(others);
    order.truncate(MOST_KEYS);
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_chosen_comes_first_and_the_first_of_four_goes() {
        let mut order = Order::new();
        for field in ["a", "b", "c", "d"] {
            order = chosen(&order, field, true, Again::Turns);
        }
        assert_eq!(order, [("d", true), ("c", true), ("b", true)]);
        order = chosen(&order, "b", false, Again::Turns);
        assert_eq!(order, [("b", false), ("d", true), ("c", true)]);
    }

    #[test]
    fn chosen_again_it_turns_about_and_may_end() {
        let once = chosen(&[], "a", true, Again::Ends);
        let twice = chosen(&once, "a", true, Again::Ends);
        assert_eq!(twice, [("a", false)]);
        assert_eq!(chosen(&twice, "a", true, Again::Ends), []);
        assert_eq!(chosen(&twice, "a", true, Again::Turns), once);
    }
}
