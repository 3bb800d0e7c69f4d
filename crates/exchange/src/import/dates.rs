//! Finds the date in a line such as “Montag, 3. Dezember 2025”, in the languages and forms that news databases, web
//! pages and mail use.
//!
//! Nothing depends on the language of the machine. A date that may mean two days is handed back as it was written,
//! because a wrong date is worse than none.

use std::{collections::HashMap, sync::LazyLock};

use standpoint_core::{model::PublicationDate, text::fold::searchable};

/// A date in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FoundDate {
    /// It means one day, or one month where no day is given.
    Date(PublicationDate),
    /// Day and month may be swapped: “03/04/2025”, as it was written.
    Ambiguous(String),
}

/// Finds the first date in a line. A line with a day is not read as a month, and one with a clear date is not ambiguous.
pub(super) fn date_in(text: &str) -> Option<FoundDate> {
    let folded = searchable(text);
    let tokens = tokens(&folded);
    let places = 0..tokens.len();
    let found = |read: fn(&[Token<'_>], usize) -> Option<PublicationDate>| {
        places.clone().find_map(|at| read(&tokens, at)).map(FoundDate::Date)
    };
    found(day_at)
        .or_else(|| places.clone().find_map(|at| ambiguous_at(&tokens, at)).map(FoundDate::Ambiguous))
        .or_else(|| found(month_at))
}

/// The names of the months in one language each, from January to December, separated by blanks: the name, the form it
/// has in dates if that differs, and abbreviations, all joined by `/`.
const MONTHS: [&str; 14] = [
    "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep october/oct \
     november/nov december/dec",
    "janvier/janv février/févr/fév mars avril/avr mai juin juillet/juil août septembre octobre novembre décembre/déc",
    "januar/jän/jänner februar/feber märz/mär/mrz april mai juni juli august september oktober/okt november \
     dezember/dez",
    "enero/ene febrero/feb marzo abril/abr mayo/may junio julio agosto/ago septiembre/setiembre octubre noviembre \
     diciembre/dic",
    "gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre/set ottobre/ott novembre \
     dicembre",
    "janeiro fevereiro/fev março abril maio junho julho agosto setembro outubro/out novembro dezembro",
    "januari februari maart/mrt april mei juni juli augustus september oktober november december",
    "styczeń/stycznia/sty luty/lutego/lut marzec/marca kwiecień/kwietnia/kwi maj/maja czerwiec/czerwca/cze \
     lipiec/lipca/lip sierpień/sierpnia/sie wrzesień/września/wrz październik/października/paź listopad/listopada/lis \
     grudzień/grudnia/gru",
    "январь/января/янв февраль/февраля/фев/февр март/марта/мар апрель/апреля/апр май/мая июнь/июня/июн июль/июля/июл \
     август/августа/авг сентябрь/сентября/сен/сент октябрь/октября/окт ноябрь/ноября/ноя/нояб декабрь/декабря/дек",
    "січень/січня/січ лютий/лютого/лют березень/березня/бер квітень/квітня/кві/квіт травень/травня/тра/трав \
     червень/червня/чер/черв липень/липня/лип серпень/серпня/сер/серп вересень/вересня/вер жовтень/жовтня/жов/жовт \
     листопад/листопада/лис/лист грудень/грудня/гру/груд",
    "ocak/oca şubat/şub mart nisan/nis mayıs haziran/haz temmuz/tem ağustos/ağu eylül/eyl ekim/eki kasım/kas aralık/ara",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar marts april maj juni juli august september oktober november desember/des",
    "leden/ledna únor/února březen/března duben/dubna květen/května červen/června červenec/července srpen/srpna \
     září říjen/října listopad/listopadu prosinec/prosince",
];

/// The number of a month, by its folded name in any language.
fn month_number(name: &str) -> Option<i8> {
    static BY_NAME: LazyLock<HashMap<String, i8>> = LazyLock::new(|| {
        let numbered = |language: &'static str| (1..).zip(language.split_whitespace());
        let names = MONTHS.into_iter().flat_map(numbered);
        names.flat_map(|(number, names)| names.split('/').map(move |name| (searchable(name), number))).collect()
    });
    BY_NAME.get(name).copied()
}

/// Whether a word is the name of a day of the week in English or in one of the languages of Europresse.
#[cfg(feature = "web")]
pub(super) fn is_weekday(word: &str) -> bool {
    const WEEKDAYS: [&str; 36] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "lunes",
        "martes",
        "miercoles",
        "jueves",
        "viernes",
        "sabado",
        "domingo",
        "lunedi",
        "martedi",
        "mercoledi",
        "giovedi",
        "venerdi",
        "sabato",
        "domenica",
        "sonnabend",
    ];
    WEEKDAYS.contains(&&*searchable(word))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Number(&'a str),
    Word(&'a str),
    Sign(char),
}

/// Divides a line into numbers, words and signs; white space only separates.
fn tokens(line: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        let run = |is_inside: fn(char) -> bool| rest.find(|c| !is_inside(c)).unwrap_or(rest.len());
        let end = if first.is_ascii_digit() {
            run(|c| c.is_ascii_digit())
        } else if first.is_alphabetic() {
            run(char::is_alphabetic)
        } else {
            first.len_utf8()
        };
        let token = &rest[..end];
        tokens.push(match first {
            _ if first.is_ascii_digit() => Token::Number(token),
            _ if first.is_alphabetic() => Token::Word(token),
            _ => Token::Sign(first),
        });
        rest = rest[end..].trim_start();
    }
    tokens
}

/// A date with its day that starts at this token.
fn day_at(tokens: &[Token<'_>], at: usize) -> Option<PublicationDate> {
    if is_inside_of_number(tokens, at) {
        return None;
    }
    let here = &tokens[at..];
    numeric_day(here).or_else(|| day_then_month(here)).or_else(|| month_then_day(here))
}

/// Whether the token goes on with a number, as in “12/03/2025” or the second day of “3–5 December”.
fn is_inside_of_number(tokens: &[Token<'_>], at: usize) -> bool {
    matches!(tokens[..at], [.., Token::Number(_), Token::Sign('-' | '/' | '.')])
        && matches!(tokens[at], Token::Number(_))
}

/// `2025-12-03`, `2025/12/03`, `2025年12月3日`, `20251203`, `3.12.2025`, `31/12/2025`.
fn numeric_day(here: &[Token<'_>]) -> Option<PublicationDate> {
    use Token::{Number, Sign, Word};
    match *here {
        [Number(year), Sign(a @ ('-' | '/' | '.')), Number(month), Sign(b), Number(day), ..]
            if a == b && is_year(year) =>
        {
            date(year, number(month)?, Some(number(day)?))
        }
        [Number(year), Word("年" | "년"), Number(month), Word("月" | "월"), Number(day), Word("日" | "일"), ..] => {
            date(year, number(month)?, Some(number(day)?))
        }
        [Number(first), Sign(a @ ('-' | '/' | '.')), Number(second), Sign(b), Number(year), ..] if a == b => {
            let (first, second) = (number(first)?, number(second)?);
            match a {
                // With full stops the day comes first everywhere; otherwise it depends on the country.
                '.' => date(year, second, Some(first)),
                _ if first > 12 || first == second => date(year, second, Some(first)),
                _ if second > 12 => date(year, first, Some(second)),
                _ => None,
            }
        }
        // A longer line may hold any number of eight digits.
        [Number(day)] | [Number(day), Word("t"), Number(_), ..] if day.len() == 8 => {
            date(&day[..4], number(&day[4..6])?, Some(number(&day[6..])?))
        }
        _ => None,
    }
}

/// `3 December 2025`, `3rd Dec., 2025`, `3. Dezember 2025`, `1er janvier 2025`, `3 de diciembre de 2025`.
fn day_then_month(here: &[Token<'_>]) -> Option<PublicationDate> {
    let (day, rest) = day_number(here)?;
    let (Token::Word(month), rest) = without_links(rest).split_first()? else { return None };
    let (Token::Number(year), _) = without_links(rest).split_first()? else { return None };
    date(year, month_number(month)?, Some(day))
}

/// `December 3, 2025`, `Dec 3rd 2025`, `Dec 3 14:20:00 2025`.
fn month_then_day(here: &[Token<'_>]) -> Option<PublicationDate> {
    let (Token::Word(month), rest) = here.split_first()? else { return None };
    let month = month_number(month)?;
    let (day, rest) = day_number(without_links(rest))?;
    let rest = without_time(without_links(rest));
    let (Token::Number(year), _) = rest.split_first()? else { return None };
    date(year, month, Some(day))
}

/// A month with its year that starts at this token: `December 2025`. A number before it is a day that does not fit, and
/// then the date is wrong, unless it is the end of several days.
fn month_at(tokens: &[Token<'_>], at: usize) -> Option<PublicationDate> {
    let (Token::Word(month), rest) = tokens[at..].split_first()? else { return None };
    let month = month_number(month)?;
    let (Token::Number(year), _) = without_links(rest).split_first()? else { return None };
    let has_day = matches!(tokens[..at], [.., Token::Number(_)] | [.., Token::Number(_), _]);
    let has_days = at > 2 && is_inside_of_number(tokens, at - 1);
    if has_day && !has_days { None } else { date(year, month, None) }
}

/// `03/04/2025` or `03-04-2025` at this token, where either number may be the month.
fn ambiguous_at(tokens: &[Token<'_>], at: usize) -> Option<String> {
    use Token::{Number, Sign};
    if is_inside_of_number(tokens, at) {
        return None;
    }
    let [Number(first), Sign(a @ ('-' | '/')), Number(second), Sign(b), Number(year), ..] = tokens[at..] else {
        return None;
    };
    let is_either = a == b && [first, second].iter().all(|part| number(part).is_some_and(|n| (1..=12).contains(&n)));
    (is_either && is_year(year)).then(|| format!("{first}{a}{second}{a}{year}"))
}

/// The day at the start, with the sign or the letters of an ordinal number behind it, and what follows.
fn day_number<'a, 'b>(here: &'a [Token<'b>]) -> Option<(i8, &'a [Token<'b>])> {
    const ORDINALS: [&str; 12] = ["st", "nd", "rd", "th", "er", "e", "o", "ª", "º", "го", "е", "a"];
    let (Token::Number(day), rest) = here.split_first()? else { return None };
    let day = number(day).filter(|day| (1..=31).contains(day))?;
    Some(match rest {
        [Token::Sign('.'), rest @ ..] => (day, rest),
        [Token::Sign('-'), Token::Word(ending), rest @ ..] | [Token::Word(ending), rest @ ..]
            if ORDINALS.contains(ending) =>
        {
            (day, rest)
        }
        _ => (day, rest),
    })
}

/// Leaves out what may stand between the parts of a date.
fn without_links<'a, 'b>(mut here: &'a [Token<'b>]) -> &'a [Token<'b>] {
    const LINKS: [&str; 8] = ["de", "del", "di", "do", "da", "of", "d", "den"];
    while let [link, rest @ ..] = here {
        match link {
            Token::Sign(',' | '.' | '\'' | '-') => here = rest,
            Token::Word(word) if LINKS.contains(word) => here = rest,
            _ => break,
        }
    }
    here
}

/// Leaves out a time with its zone: `14:20:00 UTC`.
fn without_time<'a, 'b>(here: &'a [Token<'b>]) -> &'a [Token<'b>] {
    use Token::{Number, Sign, Word};
    let ([Number(_), Sign(':'), Number(_), Sign(':'), Number(_), rest @ ..]
    | [Number(_), Sign(':'), Number(_), rest @ ..]) = here
    else {
        return here;
    };
    if let [Word(_), rest @ ..] = rest { rest } else { rest }
}

/// A number of one or two digits.
fn number(digits: &str) -> Option<i8> {
    digits.parse().ok().filter(|_| digits.len() <= 2)
}

/// Whether digits are a year in which something may have been published.
fn is_year(digits: &str) -> bool {
    digits.len() == 4 && ("1500".."2200").contains(&digits)
}

fn date(year: &str, month: i8, day: Option<i8>) -> Option<PublicationDate> {
    if !is_year(year) {
        return None;
    }
    let iso = match day {
        Some(day) => format!("{year}-{month:02}-{day:02}"),
        None => format!("{year}-{month:02}"),
    };
    PublicationDate::from_iso(&iso).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found = match date_in(text) {
            Some(FoundDate::Date(date)) => date.to_string(),
            Some(FoundDate::Ambiguous(text)) => format!("{text}?"),
            None => String::new(),
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn days_are_found_in_many_languages() {
        for text in [
            "3 December 2025",
            "December 3, 2025 Wednesday",
            "Wed, 03 Dec 2025 14:20:00 +0100",
            "Wed Dec 03 2025 14:20:00 GMT+0100 (Central European Standard Time)",
            "Wed Dec  3 14:20:00 CET 2025",
            "Published on Wednesday, Dec. 3rd, 2025 at 14:20",
            "2025-12-03T14:20:00+01:00",
            "2025/12/03",
            "20251203",
            "20251203T142000Z",
            "Le Quai, mercredi 3 décembre 2025, p. 5",
            "MERCREDI 3 DECEMBRE 2025",
            "Mittwoch, 3. Dezember 2025",
            "3 de diciembre de 2025 miércoles",
            "mercoledì 3 dicembre 2025",
            "quarta-feira, 3 de dezembro de 2025",
            "woensdag 3 december 2025",
            "3 grudnia 2025 r.",
            "3 декабря 2025 г., среда",
            "среда, 3 дек. 2025",
            "3 грудня 2025 р.",
            "3 Aralık 2025 Çarşamba",
            "3 ARALIK 2025",
            "den 3 december 2025",
            "onsdag d. 3. desember 2025",
            "středa 3. prosince 2025",
            "2025年12月3日",
            "2025년 12월 3일",
            "3.12.2025, 14:20 Uhr",
            "03. 12. 2025",
        ] {
            check(text, "2025-12-03");
        }
        check("1er janvier 2025", "2025-01-01");
        check("31/12/2025 18:00", "2025-12-31");
        check("12-31-2025", "2025-12-31");
        check("05/05/2025", "2025-05-05");
    }

    #[test]
    fn each_name_of_a_month_is_one_month_in_all_languages() {
        let mut known = HashMap::new();
        for language in MONTHS {
            let names: Vec<&str> = language.split_whitespace().collect();
            assert_eq!(names.len(), 12, "{language}");
            for (number, name) in
                (1..).zip(names).flat_map(|(number, names)| names.split('/').map(move |n| (number, n)))
            {
                assert_eq!(*known.entry(searchable(name)).or_insert(number), number, "{name}");
                check(&format!("7 {name} 2024"), &format!("2024-{number:02}-07"));
                check(&format!("7 {}. 2024", name.to_uppercase()), &format!("2024-{number:02}-07"));
            }
        }
    }

    #[test]
    fn a_month_is_enough_and_a_day_is_better() {
        check("décembre 2025", "2025-12");
        check("Winter issue, December 2025, printed 12 November 2025", "2025-11-12");
        check("3–5 December 2025", "2025-12");
    }

    #[test]
    fn a_date_that_may_be_two_is_not_chosen() {
        check("Posted 03/04/2025 at noon", "03/04/2025?");
        check("3-4-2025", "3-4-2025?");
        check("03/04/2025 (4 March 2025)", "2025-03-04");
    }

    #[test]
    fn other_numbers_are_no_dates() {
        for text in [
            "",
            "31 February 2025",
            "2025-13-41",
            "The mayor met 3 builders in 2025",
            "12/2025/03",
            "Report 20251203 of the council",
            "3 December 25",
            "99/99/2025",
            "45.12.2025",
            "3 декабря",
            "1.2.3.4.2025",
        ] {
            check(text, "");
        }
    }
}
