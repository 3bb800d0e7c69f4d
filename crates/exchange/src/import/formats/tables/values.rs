//! Values that are written into cells as code or markup: lists and dictionaries of Python, JSON, lists of Markdown.

use std::borrow::Cow;

use serde_json::Value;

use crate::import::bylines::joined_names;

/// How a person would write the value of a cell: the name of a dictionary, and the names of a list one after the other.
/// Whatever has another form stays as it is.
pub(super) fn plain(cell: &str) -> Cow<'_, str> {
    let trimmed = cell.trim();
    let names = if trimmed.starts_with(['[', '{']) && trimmed.ends_with([']', '}']) {
        let value = serde_json::from_str(trimmed).or_else(|_| serde_json::from_str(&python_as_json(trimmed)));
        value.ok().and_then(|value| names_in(&value))
    } else {
        items(trimmed)
    };
    names.filter(|names| !names.is_empty()).map_or(Cow::Borrowed(cell), |names| Cow::Owned(joined_names(&names)))
}

/// The names that a value consists of; `None` if there is anything else in it.
fn names_in(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Null => Some(Vec::new()),
        Value::String(name) => Some(vec![name.trim().to_owned()]),
        Value::Array(values) => values.iter().map(names_in).collect::<Option<Vec<_>>>().map(|names| names.concat()),
        Value::Object(members) => ["name", "title"].iter().find_map(|key| members.get(*key)).and_then(names_in),
        Value::Bool(_) | Value::Number(_) => None,
    }
}

/// A literal of Python in the words of JSON. What is no such literal gives no JSON either.
fn python_as_json(literal: &str) -> String {
    let mut json = String::with_capacity(literal.len() + 8);
    let mut word = String::new();
    let mut chars = literal.chars();
    while let Some(c) = chars.next() {
        if c.is_alphanumeric() {
            word.push(c);
            continue;
        }
        json.push_str(match &*word {
            "None" => "null",
            "True" => "true",
            "False" => "false",
            other => other,
        });
        word.clear();
        if !matches!(c, '\'' | '"') {
            json.push(c);
            continue;
        }
        let mut inside = String::new();
        while let Some(next) = chars.next().filter(|next| *next != c) {
            inside.push(if next == '\\' { chars.next().unwrap_or(next) } else { next });
        }
        json.push_str(&Value::String(inside).to_string());
    }
    json
}

/// The items of a list as Markdown writes it, one a line.
fn items(cell: &str) -> Option<Vec<String>> {
    let lines = cell.lines().map(str::trim).filter(|line| !line.is_empty());
    let item = |line: &str| {
        ["- ", "* ", "• "].iter().find_map(|sign| line.strip_prefix(sign)).map(|item| item.trim().to_owned())
    };
    let items: Vec<String> = lines.map(item).collect::<Option<_>>()?;
    (items.len() > 1).then_some(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_as_people_write_them() {
        for (cell, expected) in [
            ("['Ana Petrova', 'Li Wei']", "Ana Petrova, Li Wei"),
            ("['Petrova, Ana', \"O'Hara\"]", "Petrova, Ana; O'Hara"),
            ("['O\\'Hara', None]", "O'Hara"),
            ("{'href': 'https://harbour.example', 'title': 'Harbour News', 'n': 3}", "Harbour News"),
            (r#"[{"name": "Ana Petrova"}, {"name": "Li Wei"}]"#, "Ana Petrova, Li Wei"),
            ("- Ana Petrova\n- Li Wei", "Ana Petrova, Li Wei"),
        ] {
            assert_eq!(plain(cell), expected, "{cell}");
        }
        for same in ["[Ana]", "[]", "[1, 2]", "{'id': 3}", "- Ana", "{", "['", "[sic]", "Ana - Li", "{}"] {
            assert_eq!(plain(same), same);
        }
    }
}
