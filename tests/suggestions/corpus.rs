//! 200 articles made of invented sentences in five languages, with highlights where a reader would place them.
//!
//! Many sentences name an actor without reporting a position of his, or report one of somebody else; these are there to
//! mislead. In a sentence, `{A}` and `{B}` are actors, and `[…]` is what a reader would highlight for the one named in
//! the second column.

use std::sync::Arc;

use standpoint_core::{
    model::{Article, CodeKind, Details, Highlight, Project, Tags},
    text::{Span, Text},
};

/// Actors: a name, and by language what they are called in the nominative and in the genitive.
const ACTORS: [(&str, [(&str, &str); 5]); 6] = [
    (
        "Varnia",
        [("Varnia", "Varnia"), ("Varnia", "Varnia"), ("Варния", "Варнии"), ("Варнія", "Варнії"), ("Βαρνία", "Βαρνίας")],
    ),
    (
        "Ostmark",
        [
            ("Ostmark", "Ostmark"),
            ("Ostmark", "Ostmark"),
            ("Остмарк", "Остмарка"),
            ("Остмарк", "Остмарка"),
            ("Όστμαρκ", "Όστμαρκ"),
        ],
    ),
    (
        "Pavel Doren",
        [("Doren", "Doren"), ("Doren", "Doren"), ("Дорен", "Дорена"), ("Дорен", "Дорена"), ("Ντόρεν", "Ντόρεν")],
    ),
    (
        "Mira Kolska",
        [
            ("Kolska", "Kolska"),
            ("Kolska", "Kolska"),
            ("Кольская", "Кольской"),
            ("Кольська", "Кольської"),
            ("Κόλσκα", "Κόλσκας"),
        ],
    ),
    (
        "Harbour Guild",
        [
            ("the Guild", "the Guild"),
            ("Gilde", "Gilde"),
            ("Гильдия", "Гильдии"),
            ("Гільдія", "Гільдії"),
            ("Συντεχνία", "Συντεχνίας"),
        ],
    ),
    (
        "Stefan Lavrik",
        [
            ("Lavrik", "Lavrik"),
            ("Lavrik", "Lavrik"),
            ("Лаврик", "Лаврика"),
            ("Лаврик", "Лаврика"),
            ("Λαβρίκης", "Λαβρίκη"),
        ],
    ),
];

const LANGUAGES: [&str; 5] = ["en", "de", "ru", "uk", "el"];

/// What a sentence reports: a position of the first or the second actor, or none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    First,
    Second,
    Nobody,
}
use Whose::{First, Nobody, Second};

const ENGLISH: &[(&str, Whose)] = &[
    ("{A} said [the toll on the old bridge would stay] until spring.", First),
    ("[The ferry must run again], {A} insisted on Tuesday.", First),
    ("{A} has repeatedly rejected [any talk of a second lock].", First),
    ("{A}, who visited the pier last week, warned that [the dredging harms the reeds].", First),
    ("According to {A}, [the pilots were never asked].", First),
    ("“[We will not pay for the quay],” said {A}.", First),
    ("“[Nobody gains from an empty dock.]” {A} added that the plan came too late.", First),
    ("{A} told reporters that {B} [had broken the agreement on berths].", First),
    ("[{A} closed the northern gate] without a word to anybody.", First),
    ("[{A} opened its warehouses to the fishermen].", First),
    ("{A} accused {B} of [hiding the cost of the crane].", First),
    ("In a letter, {B} said [the demands of {A} were excessive].", Second),
    ("[{A} would have to give up the western basin], {B} demanded.", Second),
    ("[Under the draft of {B}, {A} would pay half].", Second),
    ("The fog lifted only after noon, and the boats of {A} stayed where they were.", Nobody),
    ("The {A} Herald printed a map of the marsh.", Nobody),
    ("A cousin of {A} sells rope near the market.", Nobody),
    ("Nobody knows what {A} wants.", Nobody),
    ("The road from the lock to the mill is closed, and {A} is not to blame.", Nobody),
    ("{A} was said to be ill.", Nobody),
    ("While {A} hopes for rain, the farmers dig on.", Nobody),
    ("The meeting between {A} and {B} lasted an hour.", Nobody),
    ("Old Tessa {A} told her grandson about the flood.", Nobody),
    ("[He called the offer of {B} a joke], and left.", First),
];

const GERMAN: &[(&str, Whose)] = &[
    ("{A} sagte, [die Brücke bleibe gesperrt].", First),
    ("„[Wir zahlen nicht]“, sagte {A}.", First),
    ("Laut {A} [wurde niemand gefragt].", First),
    ("{A} hat erneut gefordert, [die Fähre wieder fahren zu lassen].", First),
    ("[{A} lehnte jede Gebühr ab].", First),
    ("Ein Boot von {A} lag im Nebel.", Nobody),
    ("Niemand weiß, was {A} will.", Nobody),
    ("Das Treffen von {A} und {B} dauerte eine Stunde.", Nobody),
];

const RUSSIAN: &[(&str, Whose)] = &[
    ("{A} заявила, что [мост останется закрытым].", First),
    ("По словам {Ag}, [никого не спросили].", First),
    ("«[Мы не заплатим]», — сказал {A}.", First),
    ("{A} вчера отвергла [любую плату за причал].", First),
    ("[{A} закрыла северные ворота] без объяснений.", First),
    ("Лодки {Ag} стояли в тумане.", Nobody),
    ("Встреча {Ag} и {Bg} длилась час.", Nobody),
    ("Никто не знает, чего требует {A}.", Nobody),
];

const UKRAINIAN: &[(&str, Whose)] = &[
    ("{A} заявила, що [міст залишиться закритим].", First),
    ("За словами {Ag}, [нікого не питали].", First),
    ("«[Ми не платитимемо]», — сказав {A}.", First),
    ("[{A} закрила північну браму] без пояснень.", First),
    ("Човни {Ag} стояли в тумані.", Nobody),
    ("Зустріч {Ag} і {Bg} тривала годину.", Nobody),
];

const GREEK: &[(&str, Whose)] = &[
    ("Ο {A} δήλωσε ότι [η γέφυρα θα μείνει κλειστή].", First),
    ("Σύμφωνα με τον {Ag}, [κανείς δεν ρωτήθηκε].", First),
    ("«[Δεν θα πληρώσουμε]», είπε ο {A}.", First),
    ("Τα καΐκια του {Ag} έμειναν στο λιμάνι.", Nobody),
    ("Η συνάντηση του {Ag} με τον {Bg} κράτησε μία ώρα.", Nobody),
];

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % n
    }
}

/// A sentence without its marks, and the place of what stood in square brackets, in characters.
fn without_marks(sentence: &str) -> (String, Option<Span>) {
    let position = |mark| sentence.chars().position(|c| c == mark);
    let span = position('[').zip(position(']')).map(|(start, end)| Span::new(start, end - 1));
    (sentence.replace(['[', ']'], ""), span)
}

/// The project with its articles.
pub fn project() -> Project {
    let mut project = Project::titled("Harbour");
    for (name, by_language) in ACTORS {
        let mut code = project.codebook.fresh_code(CodeKind::Actor, name, None);
        for (alias, _) in by_language {
            if alias != name && !code.aliases.iter().any(|known| known == alias) {
                code.aliases.push(alias.to_owned());
            }
        }
        project.codebook.actors.push(code);
    }
    let mut dice = Dice(20_261_127);
    // A few statements are printed word for word by several outlets.
    let wire = "the harbour belongs to all who sail from it";
    for nth in 0..200 {
        let language = if nth % 2 == 0 { 0 } else { 1 + nth / 2 % 4 };
        let sentences = [ENGLISH, GERMAN, RUSSIAN, UKRAINIAN, GREEK][language];
        let mut text = String::from("A morning at the harbour\n\n");
        let mut found: Vec<(Span, usize, String)> = Vec::new();
        for at in 0..12 {
            let chosen = dice.below(sentences.len());
            let (template, whose) = sentences[chosen];
            let first = dice.below(ACTORS.len());
            let second = (first + 1 + dice.below(ACTORS.len() - 1)) % ACTORS.len();
            let named = |actor: usize| ACTORS[actor].1[language];
            let sentence = template
                .replace("{Ag}", named(first).1)
                .replace("{Bg}", named(second).1)
                .replace("{A}", named(first).0)
                .replace("{B}", named(second).0);
            // A sentence begins with a capital.
            let begins = sentence.trim_start_matches(['[', '“', '«', '„']);
            let lead = &sentence[..sentence.len() - begins.len()];
            let capital: String = begins.chars().take(1).flat_map(char::to_uppercase).collect();
            let rest: String = begins.chars().skip(1).collect();
            let (sentence, span) = without_marks(&format!("{lead}{capital}{rest}"));
            let start = text.chars().count();
            if let Some(span) = span.filter(|_| whose != Nobody) {
                let actor = if whose == Second { second } else { first };
                let issue = format!("{} {chosen}", LANGUAGES[language]);
                found.push((Span::new(start + span.start, start + span.end), actor, issue));
            }
            text.push_str(&sentence);
            text.push_str(if at % 4 == 3 { "\n\n" } else { " " });
        }
        if nth % 10 == 0 {
            let start = text.chars().count();
            text.push_str(&format!("Somebody had painted on the wall: {wire}.\n"));
            let begin = start + "Somebody had painted on the wall: ".chars().count();
            found.push((Span::new(begin, begin + wire.chars().count()), 4, "wall".to_owned()));
        }
        let details = Details {
            title: format!("A morning at the harbour, part {}", nth + 1),
            language: LANGUAGES[language].to_owned(),
            ..Details::default()
        };
        let mut article = Article::new(details, Text::new(text));
        for (span, actor, issue) in found {
            let issue = if let Some(known) = project.codebook.code_called(CodeKind::Issue, &issue) {
                known.id.clone()
            } else {
                let code = project.codebook.fresh_code(CodeKind::Issue, &issue, None);
                let id = code.id.clone();
                project.codebook.issues.push(code);
                id
            };
            let actor = project.codebook.actors[actor].id.clone();
            let tags = Tags { actor: Some(actor), issue: Some(issue), stance: None };
            let highlight = Highlight::new(&article.text, span, tags, "AK", "2026-01-12T09:14:00Z");
            article.highlights.push(highlight.into());
        }
        article.highlights.sort_by_key(|highlight| highlight.order());
        project.articles.push(Arc::new(article));
    }
    project
}
