//! Tells people, agencies and outlets apart in bylines, for every format that has a byline.

#[cfg(feature = "web")]
use standpoint_core::model::Details;
use standpoint_core::text::fold::searchable;

use super::draft::{Draft, Field, Origin};

/// News agencies, each with the names that it has in bylines, folded for searching.
const AGENCIES: [(&str, &[&str]); 35] = [
    ("Reuters", &["reuters", "thomson reuters", "рейтер", "рейтерс"]),
    ("AP", &["ap", "associated press", "the associated press"]),
    ("AFP", &["afp", "agence france-presse", "agence france presse", "афп"]),
    ("dpa", &["dpa", "deutsche presse-agentur"]),
    ("epd", &["epd"]),
    ("KNA", &["kna"]),
    ("SID", &["sid"]),
    ("APA", &["apa", "austria presse agentur"]),
    ("Keystone-SDA", &["sda", "keystone-sda", "keystone-ats", "ats"]),
    ("Bloomberg", &["bloomberg"]),
    ("EFE", &["efe", "agencia efe"]),
    ("Europa Press", &["europa press", "europapress"]),
    ("ANSA", &["ansa"]),
    ("Lusa", &["lusa"]),
    ("ANP", &["anp"]),
    ("Belga", &["belga"]),
    ("PAP", &["pap", "polska agencja prasowa"]),
    ("ČTK", &["ctk"]),
    ("MTI", &["mti"]),
    ("TT", &["tt", "tt nyhetsbyran"]),
    ("NTB", &["ntb"]),
    ("Ritzau", &["ritzau"]),
    ("TASS", &["tass", "itar-tass", "тасс", "итар-тасс"]),
    ("RIA Novosti", &["ria novosti", "риа новости", "риа"]),
    ("Interfax", &["interfax", "интерфакс", "iнтерфакс"]),
    ("Interfax-Ukraine", &["interfax-ukraine", "iнтерфакс-украiна", "интерфакс-украина"]),
    ("Ukrinform", &["ukrinform", "укрiнформ", "укринформ"]),
    ("UNIAN", &["unian", "унiан", "униан"]),
    ("Anadolu", &["anadolu", "anadolu agency", "anadolu ajansi"]),
    ("Xinhua", &["xinhua", "新华社"]),
    ("Kyodo", &["kyodo", "kyodo news"]),
    ("Yonhap", &["yonhap"]),
    ("PTI", &["pti", "press trust of india"]),
    ("UPI", &["upi", "united press international"]),
    ("PA", &["pa", "pa media", "press association"]),
];

/// The words before the names of authors.
const BEFORE_NAMES: [&str; 12] =
    ["By ", "BY ", "by ", "Von ", "VON ", "Par ", "PAR ", "Por ", "POR ", "Text: ", "Author: ", "Автор: "];

/// The words before the names of agencies that only gave material.
const WITH_MATERIAL: [&str; 6] =
    ["mit Material von ", "Mit Material von ", "With reporting by ", "with reporting by ", "Avec ", "avec "];

/// Fills in author and agency from a byline. What names an agency only is not an author, and neither is an address.
pub(super) fn set_author(draft: &mut Draft, byline: &str, origin: impl Into<Origin>) {
    let origin = origin.into();
    let byline = byline.trim();
    let byline = BEFORE_NAMES.iter().find_map(|start| byline.strip_prefix(start)).unwrap_or(byline).trim();
    let byline = WITH_MATERIAL.iter().find_map(|start| byline.strip_prefix(start)).unwrap_or(byline);
    if is_address(byline) {
        return;
    }
    let parts: Vec<&str> = parts(byline).collect();
    if let Some(agency) = parts.iter().find_map(|part| agency(part)) {
        draft.set(Field::Agency, agency, origin.clone());
    }
    if !parts.iter().all(|part| agency(part).is_some()) {
        draft.set(Field::Author, without_agencies(byline), origin);
    }
}

/// Fills in the author from a line of a page that its markup calls a byline, if it begins as one and has only names.
#[cfg(feature = "web")]
pub(super) fn set_author_of_line(draft: &mut Draft, line: &str, origin: impl Into<Origin>) {
    const MOST_WORDS: usize = 10;
    let Some(names) = BEFORE_NAMES.iter().find_map(|start| line.trim().strip_prefix(start)) else { return };
    let is_name = |word: &str| word.starts_with(char::is_uppercase) || word.chars().count() <= 4;
    let has_only_names = names.starts_with(char::is_uppercase)
        && !names.contains(|c: char| c.is_numeric())
        && names.split_whitespace().all(is_name);
    if has_only_names && names.split_whitespace().count() <= MOST_WORDS {
        set_author(draft, names, origin);
    }
}

/// Takes the author away if it is the outlet, whose name many pages give where the author should stand.
#[cfg(feature = "web")]
pub(super) fn drop_author_if_outlet(draft: &mut Draft) {
    let Details { author, outlet, .. } = &draft.details;
    if searchable(author) == searchable(outlet) {
        draft.details.author.clear();
        draft.origins.retain(|(field, _)| *field != Field::Author);
    }
}

/// Several names as one author. Where a name has a comma in it, as in “Petrova, Ana”, semicolons stand between them.
#[cfg(any(feature = "office", feature = "web"))]
pub(super) fn joined_names(names: &[String]) -> String {
    let has_comma = names.iter().any(|name| name.contains(','));
    names.join(if has_comma { "; " } else { ", " })
}

/// A byline without the agencies at its ends: “Ana Petrova (Reuters)”, “AFP/Li Wei”, “Karl Nowak mit dpa”.
fn without_agencies(byline: &str) -> &str {
    let mut rest = byline.trim();
    loop {
        // “Ana Petrova (Reuters)” ends with a sign itself.
        let closed = rest.trim_end_matches([')', ']']);
        let ending = closed.rfind(SIGNS).map(|at| closed.split_at(at));
        let beginning = rest.find(SIGNS).map(|at| rest.split_at(at));
        let is_agency = |part: &str| agency(part.trim_matches(SIGNS).trim()).is_some();
        rest = match (ending, beginning) {
            (Some((names, last)), _) if is_agency(last) => names.trim_end_matches(SIGNS).trim(),
            (_, Some((first, names))) if is_agency(first) => names.trim_start_matches(SIGNS).trim(),
            _ => match JOINING.iter().find_map(|word| rest.rsplit_once(word).filter(|(_, last)| is_agency(last))) {
                Some((names, _)) => names.trim_end_matches(SIGNS).trim(),
                None => return rest,
            },
        };
    }
}

/// Fills in the outlet, or the agency if the name is that of one and `names` has others.
pub(super) fn set_outlet(draft: &mut Draft, names: Vec<(String, Origin)>) {
    let names: Vec<_> = names.into_iter().filter(|(name, _)| !name.trim().is_empty() && !is_address(name)).collect();
    let outlet = names.iter().find(|(name, _)| agency(name).is_none()).or(names.first());
    if let Some((name, origin)) = outlet {
        draft.set(Field::Outlet, name, origin.clone());
    }
    for (name, origin) in &names {
        if let Some(agency) = agency(name).filter(|_| *name != draft.details.outlet) {
            draft.set(Field::Agency, agency, origin.clone());
        }
    }
}

/// Fills in the agency that a credit names.
pub(super) fn set_credit(draft: &mut Draft, credit: &str, origin: impl Into<Origin>) {
    if let Some(agency) = parts(credit).find_map(agency) {
        draft.set(Field::Agency, agency, origin);
    }
}

/// The usual name of an agency, if the words name one and nothing else.
pub(super) fn agency(words: &str) -> Option<&'static str> {
    let words = words.trim().trim_matches(['.', ':', '"', '“', '”']);
    let fold = searchable(words).replace(['ї', 'і'], "i");
    let fold =
        [" staff", " news agency", " news", " agency"].iter().find_map(|end| fold.strip_suffix(end)).unwrap_or(&fold);
    let (name, _) = AGENCIES.iter().find(|(_, names)| names.contains(&fold))?;
    // “Pa” and “Tt” may be parts of names.
    let is_short = fold.chars().count() <= 3;
    let is_written_so = words.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase) || words.starts_with(name);
    (!is_short || is_written_so).then_some(*name)
}

/// Signs between names.
const SIGNS: [char; 13] = [',', ';', '/', '|', '&', '(', ')', '[', ']', '–', '—', '•', '·'];

/// Words between names.
const JOINING: [&str; 8] = [" and ", " with ", " und ", " mit ", " et ", " avec ", " y ", " и "];

/// The names in a byline.
fn parts(byline: &str) -> impl Iterator<Item = &str> {
    let mut pieces = vec![byline];
    for word in JOINING {
        pieces = pieces.into_iter().flat_map(|piece| piece.split(word)).collect();
    }
    pieces.into_iter().flat_map(move |piece| piece.split(SIGNS)).map(str::trim).filter(|piece| !piece.is_empty())
}

/// Whether a value is a web address or the name of an account, which pages give in place of names.
pub(super) fn is_address(value: &str) -> bool {
    let is_one_word = !value.contains(char::is_whitespace);
    let is_path = is_one_word && value.contains('.') && value.contains('/');
    value.contains("://") || value.starts_with('@') || is_path || is_one_word && value.starts_with("www.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(byline: &str, author: &str, agency: &str) {
        let mut draft = Draft::default();
        set_author(&mut draft, byline, "byline");
        assert_eq!((&*draft.details.author, &*draft.details.agency), (author, agency), "{byline}");
    }

    #[test]
    fn agencies_are_told_from_people() {
        check("By Ana Petrova", "Ana Petrova", "");
        check("Reuters Staff", "", "Reuters");
        check("By The Associated Press", "", "AP");
        check("AFP/dpa", "", "AFP");
        check("Ana Petrova and Li Wei, Reuters", "Ana Petrova and Li Wei", "Reuters");
        check("Von Max Berger (dpa)", "Max Berger", "dpa");
        check("AFP/Ana Petrova", "Ana Petrova", "AFP");
        check("Agence France-Presse, Ana Petrova in Berlin", "Ana Petrova in Berlin", "AFP");
        check("Jane O'Connor and Reuters", "Jane O'Connor", "Reuters");
        check("Karl Nowak mit dpa", "Karl Nowak", "dpa");
        check("Hélène Dubois et AFP", "Hélène Dubois", "AFP");
        check("Petrova, Ana; Deutsche Presse-Agentur", "Petrova, Ana", "dpa");
        check("mit Material von dpa und Reuters", "", "dpa");
        check("Ana Petrova (Harbour)", "Ana Petrova (Harbour)", "");
        check("ТАСС", "", "TASS");
        check("УКРІНФОРМ", "", "Ukrinform");
        check("Pa Salt", "Pa Salt", "");
        check("Pa", "Pa", "");
        check("https://pages.example/ana.petrova", "", "");
        check("@anapetrova", "", "");
        check("", "", "");
    }

    #[cfg(feature = "web")]
    #[test]
    fn a_line_is_a_byline_if_it_begins_as_one_and_has_only_names() {
        let author_of = |line: &str| {
            let mut draft = Draft::default();
            set_author_of_line(&mut draft, line, "page");
            draft.details.author
        };
        assert_eq!(author_of("By Ana Petrova and Li de Vries"), "Ana Petrova and Li de Vries");
        assert_eq!(author_of("Von Max Berger, Köln"), "Max Berger, Köln");
        for other in ["Ana Petrova", "By noon everything changed in", "By Ana Petrova, 3 May", "By Reuters", ""] {
            assert_eq!(author_of(other), "", "{other}");
        }
    }

    #[test]
    fn an_outlet_that_prints_an_agency_stays_the_outlet() {
        let outlet_of = |names: &[&str]| {
            let mut draft = Draft::default();
            let names = names.iter().map(|name| ((*name).to_owned(), Origin::from("page"))).collect();
            set_outlet(&mut draft, names);
            (draft.details.outlet, draft.details.agency)
        };
        let both = |outlet: &str, agency: &str| (outlet.to_owned(), agency.to_owned());
        assert_eq!(outlet_of(&["Reuters", "Harbour News"]), both("Harbour News", "Reuters"));
        assert_eq!(outlet_of(&["Reuters"]), both("Reuters", ""));
        assert_eq!(outlet_of(&["https://news.example", " ", "Harbour News"]), both("Harbour News", ""));
    }
}
