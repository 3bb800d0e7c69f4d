//! What the columns of a table with an article a row mean.
//!
//! The heads of the columns are guessed in many languages. The analyst may say otherwise, and what was said of one table
//! holds for every later one with the same heads.

mod heads;

use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub(super) use self::heads::key as head_key;
use super::draft::Field;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ColumnUse {
    /// The text of the article. Several such columns become paragraphs of one text.
    Text,
    /// A detail of the article.
    Detail(Field),
    /// Nothing of interest.
    Ignore,
}

/// A column with its use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedColumn {
    /// Its head, as the table has it. It is found again whatever its case, accents and signs are.
    pub head: String,
    /// What it holds.
    pub holds: ColumnUse,
}

/// The columns of one table, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnMapping {
    /// Each column of the table.
    pub columns: Vec<MappedColumn>,
}

/// What is known about columns before a table is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownColumns {
    /// Tables that the analyst looked over, the latest last. A table with the same heads is read in the same way.
    pub tables: Vec<ColumnMapping>,
    /// Columns that hold the same in every table that has them.
    #[serde(default)]
    pub everywhere: Vec<MappedColumn>,
}

/// The most free fields that columns become unasked. Tables of a survey or a model may have a thousand columns.
pub const MAX_FIELDS: usize = 100;

/// The most tables that are remembered.
const MAX_TABLES: usize = 100;

/// Why a text is not a column with its use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "write HEAD=USE, such as Inhalt=text or Ressort=section; USE is text, ignore, a detail such as title, outlet, \
         date, author or url, or the name of a free field"
)]
pub struct NotAColumn;

/// A mapping with the first rows of its table, to be looked over before the table is imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TablePreview {
    /// What each column is taken for.
    pub mapping: ColumnMapping,
    /// Whether the mapping is known from an earlier table.
    pub is_known: bool,
    /// The cells of the first rows, as many in each as there are columns.
    pub rows: Vec<Vec<String>>,
    /// The number of rows in all, without the heads.
    pub n_rows: usize,
}

impl FromStr for MappedColumn {
    type Err = NotAColumn;

    fn from_str(text: &str) -> Result<Self, NotAColumn> {
        // A head may have the sign in it.
        let (head, name) = text.rsplit_once('=').ok_or(NotAColumn)?;
        let (head, name) = (head.trim(), name.trim());
        if head.is_empty() || name.is_empty() {
            return Err(NotAColumn);
        }
        let holds = match &*name.to_ascii_lowercase() {
            "text" => ColumnUse::Text,
            "ignore" => ColumnUse::Ignore,
            _ => ColumnUse::Detail(Field::by_name(name)),
        };
        Ok(Self { head: head.to_owned(), holds })
    }
}

impl ColumnMapping {
    /// Guesses what the columns with these heads hold. A head that is not recognised is the name of a free field, and
    /// a column without a head is ignored. So are the columns that would make more than [`MAX_FIELDS`] free fields.
    pub fn guess<'a>(heads: impl IntoIterator<Item = &'a str>) -> Self {
        let heads: Vec<&str> = heads.into_iter().map(str::trim).collect();
        let recognised: Vec<_> = heads.iter().map(|head| heads::recognise(head)).collect();
        let holds = |at: usize| {
            let own = recognised[at].as_ref();
            // Of several columns that may hold the same, the one with the clearest head does; of equals the first.
            let is_beaten = own.is_some_and(|(holds, rank)| {
                let others = recognised.iter().enumerate();
                others.filter(|(other, _)| *other != at).any(|(other, found)| {
                    found.as_ref().is_some_and(|found| found.0 == *holds && (found.1, other) < (*rank, at))
                })
            });
            match own {
                Some((holds, _)) if !is_beaten => holds.clone(),
                _ if heads[at].is_empty() => ColumnUse::Ignore,
                _ => ColumnUse::Detail(Field::Free(heads[at].to_owned())),
            }
        };
        let mut n_fields = 0;
        let mut limited = |holds: ColumnUse| match holds {
            ColumnUse::Detail(Field::Free(_)) if n_fields == MAX_FIELDS => ColumnUse::Ignore,
            holds => {
                n_fields += usize::from(matches!(holds, ColumnUse::Detail(Field::Free(_))));
                holds
            }
        };
        let columns = heads.iter().enumerate();
        let columns = columns.map(|(at, head)| MappedColumn { head: (*head).to_owned(), holds: limited(holds(at)) });
        Self { columns: columns.collect() }
    }

    /// Whether a table with these heads has the columns of this one, in the same order.
    pub fn is_for<'a>(&self, heads: impl IntoIterator<Item = &'a str>) -> bool {
        let own = self.columns.iter().map(|column| heads::key(&column.head));
        own.eq(heads.into_iter().map(heads::key))
    }

    /// Lets a column hold something else. Another column that holds the same detail becomes a free field; several may
    /// have the text.
    pub fn assign(&mut self, column: usize, holds: ColumnUse) {
        for (at, own) in self.columns.iter_mut().enumerate() {
            if at == column {
                own.holds = holds.clone();
            } else if own.holds == holds
                && matches!(&holds, ColumnUse::Detail(field) if !matches!(field, Field::Free(_)))
            {
                own.holds = match own.head.trim() {
                    "" => ColumnUse::Ignore,
                    head => ColumnUse::Detail(Field::Free(head.to_owned())),
                };
            }
        }
    }

    /// Whether articles can be read with it: it has a text, or a title and an address.
    pub fn has_articles(&self) -> bool {
        let has = |holds: &ColumnUse| self.columns.iter().any(|column| column.holds == *holds);
        let has_detail = |field| has(&ColumnUse::Detail(field));
        has(&ColumnUse::Text) || has_detail(Field::Title) && has_detail(Field::Url)
    }
}

impl KnownColumns {
    /// What the columns with these heads hold, and whether that is known from an earlier table.
    pub fn mapping_of(&self, names: &[&str]) -> (ColumnMapping, bool) {
        let known = self.tables.iter().rev().find(|table| table.is_for(names.iter().copied()));
        let mut mapping = known.cloned().unwrap_or_else(|| ColumnMapping::guess(names.iter().copied()));
        for column in &self.everywhere {
            heads::assign(&mut mapping, column);
        }
        (mapping, known.is_some())
    }

    /// Remembers a table, in place of an earlier one with the same heads.
    pub fn remember(&mut self, mapping: ColumnMapping) {
        self.tables.retain(|table| !table.is_for(mapping.columns.iter().map(|column| &*column.head)));
        self.tables.push(mapping);
        let n_too_many = self.tables.len().saturating_sub(MAX_TABLES);
        self.tables.drain(..n_too_many);
    }

    /// The heads that hold the same in every table and that a table does not have.
    pub fn missing_in<'a>(&'a self, mapping: &'a ColumnMapping) -> impl Iterator<Item = &'a str> {
        let has = |head: &str| mapping.columns.iter().any(|column| heads::key(&column.head) == heads::key(head));
        self.everywhere.iter().map(|column| &*column.head).filter(move |head| !has(head))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What each column is taken for, in words.
    fn guessed(heads: &[&str]) -> Vec<String> {
        let name = |column: MappedColumn| match column.holds {
            ColumnUse::Text => "text".to_owned(),
            ColumnUse::Ignore => "-".to_owned(),
            ColumnUse::Detail(Field::Free(name)) => format!("free {name}"),
            ColumnUse::Detail(field) => field.name().to_owned(),
        };
        ColumnMapping::guess(heads.iter().copied()).columns.into_iter().map(name).collect()
    }

    fn check(heads: &[&str], expected: &[&str]) {
        assert_eq!(guessed(heads), expected, "{heads:?}");
    }

    #[test]
    fn heads_are_recognised_in_many_languages() {
        let usual = ["title", "text", "date", "outlet", "author", "url", "language"];
        check(&["Headline", "Body", "Publish_Date", "media_name", "byline", "link", "lang"], &usual);
        check(&["Заголовок", "Текст статьи", "Дата публикации", "Источник", "Автор", "Ссылка", "Язык"], &usual);
        check(&["Заголовок", "Повний текст", "Дата", "Видання", "Автор", "Посилання", "Мова"], &usual);
        check(&["Überschrift", "Volltext", "Erscheinungsdatum", "Zeitung", "Verfasser", "Adresse", "Sprache"], &usual);
        check(&["Titre", "Texte", "Date de publication", "Journal", "Auteur", "Lien", "Langue"], &usual);
        check(&["Título", "Texto completo", "Fecha", "Medio", "Autor", "Enlace", "Idioma"], &usual);
        check(&["Başlık", "Metin", "Tarih", "Gazete", "Yazar", "Bağlantı", "Dil"], &usual);
        check(&["tytuł", "treść", "data publikacji", "gazeta", "autor", "adres", "język"], &usual);
        check(&["标题", "正文", "日期", "来源", "作者", "链接", "语言"], &usual);
    }

    #[test]
    fn unknown_columns_become_free_fields_and_the_clearest_head_wins() {
        check(
            &["id", "media_name", "source", "", "Section"],
            &["free id", "outlet", "free source", "-", "free Section"],
        );
        check(&["Source", "Publication title"], &["free Source", "outlet"]);
        check(&["text", "Text"], &["text", "free Text"]);
        check(&["wire", "agency"], &["free wire", "agency"]);
    }

    #[test]
    fn a_very_wide_table_does_not_fill_the_articles_with_fields() {
        let heads: Vec<String> = (0..900).map(|n| format!("question {n}")).chain(["text".to_owned()]).collect();
        let mapping = ColumnMapping::guess(heads.iter().map(String::as_str));
        let n_fields = mapping.columns.iter().filter(|column| matches!(column.holds, ColumnUse::Detail(_))).count();
        assert_eq!((n_fields, mapping.columns[900].holds.clone()), (MAX_FIELDS, ColumnUse::Text));
    }

    #[test]
    fn a_table_is_remembered_by_its_heads() {
        let mut known = KnownColumns::default();
        let mut mapping = ColumnMapping::guess(["Überschrift", "Notiz"]);
        mapping.columns[1].holds = ColumnUse::Text;
        known.remember(mapping.clone());
        known.remember(mapping.clone());
        assert_eq!(known.tables.len(), 1);
        assert_eq!(known.mapping_of(&["uberschrift ", "NOTIZ"]), (mapping, true));
        assert!(!known.mapping_of(&["Notiz", "Überschrift"]).1);
        let again: KnownColumns =
            ron::from_str(&ron::to_string(&known).expect("it is plain data")).expect("it is whole");
        assert_eq!(again, known);
        for n in 0..200 {
            known.remember(ColumnMapping::guess([&*format!("column {n}")]));
        }
        assert_eq!(known.tables.len(), MAX_TABLES);
    }

    #[test]
    fn a_detail_is_in_one_column_and_the_text_may_be_in_several() {
        let mut mapping = ColumnMapping::guess(["title", "", "lead", "text"]);
        mapping.assign(1, ColumnUse::Detail(Field::Title));
        mapping.assign(2, ColumnUse::Detail(Field::Title));
        mapping.assign(1, ColumnUse::Text);
        let holds: Vec<_> = mapping.columns.iter().map(|column| column.holds.clone()).collect();
        let free = |name: &str| ColumnUse::Detail(Field::Free(name.to_owned()));
        assert_eq!(holds, [free("title"), ColumnUse::Text, ColumnUse::Detail(Field::Title), ColumnUse::Text]);
    }

    #[test]
    fn what_is_said_of_a_column_holds_in_every_table() {
        let column = |text: &str| text.parse::<MappedColumn>();
        let known = KnownColumns {
            everywhere: ["inhalt = Text", "Titel=ignore", "a=b=Ressort"]
                .map(|text| column(text).expect("it is sound"))
                .into(),
            ..KnownColumns::default()
        };
        let (mapping, _) = known.mapping_of(&["Titel", "Body", "INHALT"]);
        let holds: Vec<_> = mapping.columns.iter().map(|column| column.holds.clone()).collect();
        assert_eq!(holds, [ColumnUse::Ignore, ColumnUse::Detail(Field::Free("Body".to_owned())), ColumnUse::Text]);
        assert_eq!(known.missing_in(&mapping).collect::<Vec<_>>(), ["a=b"]);
        for wrong in ["title", "=text", "x="] {
            assert_eq!(column(wrong), Err(NotAColumn));
        }
    }
}
