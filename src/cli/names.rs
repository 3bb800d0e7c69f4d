//! Finds what a name on the command line stands for. Nothing is guessed: an ambiguous name is refused with the forms
//! that are unique.

use standpoint_core::text::fold::{folded, in_one_case, is_same_name};

/// Something that has a name.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub name: String,
    /// Empty if there is none.
    pub id: String,
}

/// An ambiguous name, with the names that it could stand for, each with its id in brackets.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SeveralMeant(pub Vec<String>);

/// How many candidates an error lists.
const MAX_LISTED: usize = 10;

impl Candidate {
    /// The name and the id as tables print them: `Mayor [mayor-2]`.
    fn marked(&self) -> String {
        format!("{} [{}]", self.name, self.id)
    }
}

impl SeveralMeant {
    /// Lists the candidates at these places.
    pub(super) fn among(candidates: &[Candidate], places: &[usize]) -> Self {
        let mut listed: Vec<String> = places.iter().take(MAX_LISTED).map(|place| candidates[*place].marked()).collect();
        if places.len() > MAX_LISTED {
            listed.push(format!("and {} more", places.len() - MAX_LISTED));
        }
        Self(listed)
    }
}

/// Returns the index of the candidate with this name. The name followed by its id, as tables print it, comes first,
/// then the exact name, then a name or an id that differs only in case.
///
/// # Errors
/// Fails if the name stands for several, unless it is the id of one that differs from it in case only.
pub(super) fn find(candidates: &[Candidate], wanted: &str) -> Result<Option<usize>, SeveralMeant> {
    let places = |is_meant: &dyn Fn(&Candidate) -> bool| -> Vec<usize> {
        candidates.iter().enumerate().filter(|(_, one)| is_meant(one)).map(|(place, _)| place).collect()
    };
    let has_id = |one: &Candidate| !one.id.is_empty();
    for exact in [
        places(&|one| has_id(one) && is_same_name(&one.marked(), wanted)),
        places(&|one| is_same_name(&one.name, wanted)),
    ] {
        if !exact.is_empty() {
            return one_of(candidates, &exact);
        }
    }
    let alike = places(&|one| is_alike(one, wanted));
    match alike.iter().find(|place| alike.len() > 1 && candidates[**place].id == wanted) {
        Some(by_id) => Ok(Some(*by_id)),
        None => one_of(candidates, &alike),
    }
}

/// Returns whether this is the candidate’s name, alone or followed by its id, ignoring case.
pub(super) fn is_alike(one: &Candidate, wanted: &str) -> bool {
    let one_case = in_one_case(&folded(wanted));
    let is_it = |name: &str| in_one_case(&folded(name)) == one_case;
    is_it(&one.name) || !one.id.is_empty() && is_it(&one.marked())
}

/// Returns the only place; `None` if there are none.
///
/// # Errors
/// Fails if there are several.
pub(super) fn one_of(candidates: &[Candidate], places: &[usize]) -> Result<Option<usize>, SeveralMeant> {
    match places {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        several => Err(SeveralMeant::among(candidates, several)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_for_one_or_is_refused_with_the_forms_that_tell_them_apart() {
        let candidates = [("Mayor", "mayor"), ("Mayor", "mayor-2"), ("US", "us"), ("us", "us-2"), ("Union", "u")]
            .map(|(name, id)| Candidate { name: name.to_owned(), id: id.to_owned() });
        let check = |wanted: &str, expected: Result<Option<usize>, &[&str]>| {
            let expected =
                expected.map_err(|names| SeveralMeant(names.iter().map(|name| (*name).to_owned()).collect()));
            assert_eq!(find(&candidates, wanted), expected, "{wanted}");
        };
        check("Mayor", Err(&["Mayor [mayor]", "Mayor [mayor-2]"]));
        check("Mayor [mayor-2]", Ok(Some(1)));
        check("\u{200b}Mayor  [mayor-2]", Ok(Some(1)));
        check("mayor", Ok(Some(0)));
        check("MAYOR", Err(&["Mayor [mayor]", "Mayor [mayor-2]"]));
        check("US", Ok(Some(2)));
        check("us", Ok(Some(3)));
        check("Us", Err(&["US [us]", "us [us-2]"]));
        check("union", Ok(Some(4)));
        check("Union [u]", Ok(Some(4)));
        check("mayor [mayor-2]", Ok(Some(1)));
        check("MAYOR\u{a0}[Mayor-2]", Ok(Some(1)));
        check("US [US]", Ok(Some(2)));
        check("Us [us-2]", Ok(Some(3)));
        check("Union [us]", Ok(None));
        check("Union[u]", Ok(None));
        check("Guild", Ok(None));
    }
}
