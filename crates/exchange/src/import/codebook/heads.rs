//! The heads and the words under which codebooks of other programs keep their codes.
//!
//! They are compared without case, accents, blanks and signs. In each list the clearest heads come first.

use std::{collections::HashMap, sync::LazyLock};

use standpoint_core::model::CodeKind;

use crate::import::columns::head_key;

/// What a column of a codebook holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum CodebookColumn {
    /// Whether the row is an actor, an issue or a stance.
    Kind,
    /// What tells the code from all others, whatever its name is.
    Id,
    /// Its name.
    Name,
    /// Other names.
    Aliases,
    /// The name of its parent.
    Parent,
    /// The id of its parent.
    ParentId,
    /// The names from the top level down to the code, or to its parent.
    Path,
    /// How deep it stands in the tree.
    Level,
    /// What counts as this code.
    Definition,
    /// When to use it.
    Include,
    /// When not to use it.
    Exclude,
    /// Its colour.
    Colour,
    /// The key that tags with it.
    Key,
    /// The weight of a stance.
    Weight,
}

const HEADS: [(CodebookColumn, &str); 14] = [
    (CodebookColumn::Kind, "kind type codetype typ art genre tipo вид тип tur"),
    (CodebookColumn::Id, "id codeid identifier guid kennung"),
    (
        CodebookColumn::Name,
        "name code codename label tag title bezeichnung kode nom libelle nombre etiqueta nome etichetta nazwa kod naam \
         название код назва имя navn namn isim ad 名称 名前 الاسم",
    ),
    (
        CodebookColumn::Aliases,
        "aliases alias othernames synonyms synonym synonyme keywords synonymes sinonimos sinonimi synonimy synoniemen \
         синонимы псевдонимы синоніми 别名 別名",
    ),
    (
        CodebookColumn::Parent,
        "parent parentcode parentname category oberkode obercode obergruppe kategorie codeparent categorie padre \
         categoria genitore rodzic родитель категория батько ebeveyn",
    ),
    (CodebookColumn::ParentId, "parentid idparent parentcodeid"),
    (
        CodebookColumn::Path,
        "path codepath fullname hierarchy hierarchicalname pfad chemin ruta percorso sciezka путь шлях",
    ),
    (CodebookColumn::Level, "level depth ebene niveau nivel livello poziom уровень рівень"),
    (
        CodebookColumn::Definition,
        "definition description memo codememo comment beschreibung kommentar descripcion definicion definizione \
         descrizione definicao descricao definicja opis definitie omschrijving описание определение опис визначення \
         tanim 定义 定義 الوصف",
    ),
    (
        CodebookColumn::Include,
        "usewhen include inclusion inclusioncriteria whentouse einschluss inclure incluir включение",
    ),
    (
        CodebookColumn::Exclude,
        "donotusewhen exclude exclusion exclusioncriteria whennottouse ausschluss exclure excluir исключение",
    ),
    (CodebookColumn::Colour, "colour color farbe couleur colore cor kolor kleur цвет колір renk 颜色 色"),
    (CodebookColumn::Key, "key shortcut hotkey taste touche tecla tasto klawisz клавиша клавіша"),
    (CodebookColumn::Weight, "weight score value gewicht poids peso waga gewicht вес вага"),
];

/// What a column with this head holds, and how unclear the head is.
pub(super) fn recognise(head: &str) -> Option<(CodebookColumn, usize)> {
    static KNOWN: LazyLock<HashMap<String, (CodebookColumn, usize)>> = LazyLock::new(|| {
        let heads = HEADS.into_iter().flat_map(|(holds, heads)| {
            heads.split_whitespace().enumerate().map(move |(rank, head)| (head_key(head), (holds, rank)))
        });
        heads.collect()
    });
    KNOWN.get(&head_key(head)).copied()
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum RowKind {
    Code(CodeKind),
    Stance,
}

impl RowKind {
    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Code(kind) => kind.noun(),
            Self::Stance => "stance",
        }
    }
}

const ACTORS: &str = "actor actors akteur akteure acteur acteurs attore attori aktor aktorzy актор актори актер акторы";
const ISSUES: &str = "issue issues topic topics theme themes code codes thema themen enjeu enjeux tema temas temi temat \
    tematy onderwerp тема темы теми konu";
const STANCES: &str = "stance stances position positions haltung haltungen posicion posizione postura standpunt позиция \
    позиції позиція";

/// What a word in the column of kinds means.
pub(super) fn kind(word: &str) -> Option<RowKind> {
    let word = head_key(word);
    let kinds = [
        (RowKind::Code(CodeKind::Actor), ACTORS),
        (RowKind::Code(CodeKind::Issue), ISSUES),
        (RowKind::Stance, STANCES),
    ];
    kinds
        .into_iter()
        .find(|(_, words)| words.split_whitespace().any(|known| head_key(known) == word))
        .map(|(kind, _)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_and_kinds_are_recognised_however_they_are_written() {
        let holds = |head: &str| recognise(head).map(|(holds, _)| holds);
        assert_eq!(holds("Parent ID"), Some(CodebookColumn::ParentId));
        assert_eq!(holds("parent_id"), Some(CodebookColumn::ParentId));
        assert_eq!(holds("Définition"), Some(CodebookColumn::Definition));
        assert_eq!(holds("Color"), Some(CodebookColumn::Colour));
        assert_eq!(holds("Описание"), Some(CodebookColumn::Definition));
        assert_eq!(holds("highlights"), None);
        assert_eq!(kind("Issues"), Some(RowKind::Code(CodeKind::Issue)));
        assert_eq!(kind("AKTEUR"), Some(RowKind::Code(CodeKind::Actor)));
        assert_eq!(kind("Haltung"), Some(RowKind::Stance));
        assert_eq!(kind("group"), None);
    }

    #[test]
    fn no_head_means_two_things() {
        let mut seen: HashMap<String, CodebookColumn> = HashMap::new();
        for (holds, heads) in HEADS {
            for head in heads.split_whitespace() {
                let other = seen.insert(head_key(head), holds);
                assert!(other.is_none_or(|other| other == holds), "{head}: {other:?} and {holds:?}");
            }
        }
    }
}
