//! Who is proposed for passages, and why.

use standpoint_core::model::{CodeKind, Codebook, marked::marked};

use super::*;

fn book() -> Codebook {
    let mut book = Codebook::default();
    for (name, aliases) in [
        ("Ukraine", &["Kyiv"][..]),
        ("Russia", &["Moscow", "Москва"]),
        ("Vladimir Putin", &["Putin", "Путин"]),
        ("Angela Merkel", &["Merkel"]),
        ("Emmanuel Macron", &["Macron"]),
        ("Kyriakos Mitsotakis", &["Μητσοτάκης"]),
        ("Volodymyr Zelensky", &["Зеленський"]),
    ] {
        let mut code = book.fresh_code(CodeKind::Actor, name, None);
        code.aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
        book.actors.push(code);
    }
    book
}

/// The actor proposed for the marked passage with the reason, or nothing.
fn proposed(source: &str) -> String {
    let (text, spans) = marked(source);
    let proposed = proposed_actor(&ActorNames::of(&book()), &text, spans[0]);
    proposed.map_or_else(String::new, |proposed| format!("{}: {}", proposed.actor, proposed.reason))
}

#[test]
fn the_speaker_of_a_sentence_is_proposed() {
    for (source, expected) in [
        ("Kyiv has again rejected [the plan].", "ukraine: this sentence says “Kyiv has again rejected”"),
        ("[The plan is dead], Putin said.", "vladimir-putin: this sentence says “Putin said”"),
        ("“[No]”, warned Putin.", "vladimir-putin: this sentence says “warned Putin”"),
        (
            "Putin, who flew home at once, said that [it was over].",
            "vladimir-putin: this sentence says “Putin, who flew home at once, said”",
        ),
        (
            "According to President Putin, [it was over].",
            "vladimir-putin: this sentence says “According to President Putin”",
        ),
        ("По словам Путина, [все кончено].", "vladimir-putin: this sentence says “По словам Путина”"),
        ("[Все кончено], заявил Путин.", "vladimir-putin: this sentence says “заявил Путин”"),
        ("За словами Зеленського, [усе скінчено].", "volodymyr-zelensky: this sentence says “За словами Зеленського”"),
        ("Ο Μητσοτάκης δήλωσε ότι [τελείωσε].", "kyriakos-mitsotakis: this sentence says “Μητσοτάκης δήλωσε”"),
        ("Merkel sagte, [es sei vorbei].", "angela-merkel: this sentence says “Merkel sagte”"),
        ("Selon Macron, [c'est fini].", "emmanuel-macron: this sentence says “Selon Macron”"),
        ("“[It is over.]” Putin said so twice.", "vladimir-putin: “Putin said” stands beside the quotation"),
        ("[Kyiv withdrew its troops].", "ukraine: “Kyiv” is the subject"),
    ] {
        assert_eq!(proposed(source), expected, "{source}");
    }
}

#[test]
fn nobody_is_proposed_where_the_text_does_not_say_whose_position_it_is() {
    for source in [
        "[The east of Ukraine is quiet].",
        "[What Moscow demands] is not new.",
        "He warned Putin that [it was over].",
        "Putin was said to have left [the hall].",
        "The Moscow Times reported that [it rained].",
        "Melania Putin said [nothing].",
        "[Kyiv would have to give up the east].",
        "He said that [Kyiv lost].",
        "Встреча Путина [затянулась].",
        "[Putin’s visit was short].",
    ] {
        assert_eq!(proposed(source), "", "{source}");
    }
}

#[test]
fn quotation_marks_are_counted_up_to_the_passage() {
    for (source, is_inside) in [
        ("“[No]”", true),
        ("[“No”]", true),
        ("“No”, [he went on]", false),
        ("„Nein“, [sagte er]", false),
        ("„Nein, [niemals]“", true),
        ("«Нет, [никогда]»", true),
        ("\"No, [never]\"", true),
        ("\"No\", [he went on]", false),
    ] {
        let (text, spans) = marked(source);
        assert_eq!(is_quoted(&text, spans[0]), is_inside, "{source}");
    }
}
