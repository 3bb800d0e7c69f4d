//! Words by which reports say who speaks, in the languages that are read for it.
//!
//! The lists are folded for searching when they are first needed.

use std::{collections::HashSet, sync::LazyLock};

use standpoint_core::text::fold::searchable;

/// Verbs of saying, wanting and judging behind their subject or before it.
pub(super) fn is_verb_of_speech(fold: &str) -> bool {
    static VERBS: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let mut verbs = set(&[ENGLISH, GERMAN, FRENCH, SPANISH, GREEK, PRESENT_CYRILLIC]);
        // The past in its three forms.
        let past = |stems: &str, endings: [&'static str; 3]| -> Vec<String> {
            let stems = stems.split_whitespace().map(str::to_owned);
            stems.flat_map(|stem| endings.map(|ending| searchable(&format!("{stem}{ending}")))).collect()
        };
        verbs.extend(past(PAST_RUSSIAN, ["л", "ла", "ли"]));
        verbs.extend(past(PAST_UKRAINIAN, ["в", "ла", "ли"]));
        verbs
    });
    VERBS.contains(fold)
}

/// Auxiliaries and adverbs that may stand between a subject and its verb.
pub(super) fn may_stand_between(fold: &str) -> bool {
    static WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| set(&[BETWEEN]));
    WORDS.contains(fold) || fold.len() > 4 && fold.ends_with("ly")
}

/// Words before a name, such as prepositions, with which it is no subject.
pub(super) fn takes_object(fold: &str) -> bool {
    static WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| set(&[BEFORE_OBJECTS]));
    WORDS.contains(fold)
}

/// Words that begin a clause that says when, why or although something is so.
pub(super) fn begins_side_clause(fold: &str) -> bool {
    static WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| set(&[SIDE_CLAUSES]));
    WORDS.contains(fold)
}

/// Titles and articles that belong to the name behind them.
pub(super) fn is_title(fold: &str) -> bool {
    static WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| set(&[TITLES]));
    WORDS.contains(fold)
}

/// Pronouns of persons in the nominative.
pub(super) fn is_pronoun(fold: &str) -> bool {
    static WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| set(&[PRONOUNS]));
    WORDS.contains(fold)
}

/// Verbs that report what somebody demands of the subject before them: “Kyiv would have to give up land”.
pub(super) fn is_modal(fold: &str) -> bool {
    static WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| set(&[MODALS]));
    WORDS.contains(fold)
}

/// Returns whether the words, the last one nearest to the name, end with a phrase such as “according to”.
pub(super) fn end_with_phrase(folds: &[&str]) -> Option<&'static str> {
    static PHRASES: LazyLock<Vec<(Vec<String>, &'static str)>> = LazyLock::new(|| {
        let folded = |phrase: &'static str| (phrase.split(' ').map(searchable).collect(), phrase);
        REPORTING_PHRASES.iter().copied().map(folded).collect()
    });
    let ends = |phrase: &&(Vec<String>, &'static str)| {
        folds.len() >= phrase.0.len() && folds[folds.len() - phrase.0.len()..].iter().eq(phrase.0.iter())
    };
    PHRASES.iter().find(ends).map(|(_, phrase)| *phrase)
}

fn set(lists: &[&str]) -> HashSet<String> {
    lists.iter().flat_map(|list| list.split_whitespace()).map(searchable).collect()
}

/// Stand before the name of a speaker, which may have an article.
const REPORTING_PHRASES: [&str; 14] = [
    "according to",
    "по словам",
    "по мнению",
    "по версии",
    "за словами",
    "на думку",
    "laut",
    "nach Angaben von",
    "selon",
    "d’après",
    "según",
    "σύμφωνα με",
    "κατά τα λεγόμενα",
    "in the words of",
];

const ENGLISH: &str = "say says said tell tells told call calls called warn warns warned argue argues argued insist insists \
    insisted claim claims claimed hint hints hinted suggest suggests suggested describe describes described declare \
    declares declared demand demands demanded accuse accuses accused announce announces announced state states stated add \
    adds added reply replies replied answer answers answered deny denies denied refuse refuses refused reject rejects \
    rejected object objects objected urge urges urged promise promises promised propose proposes proposed ask asks asked \
    admit admits admitted acknowledge acknowledges acknowledged concede concedes conceded complain complains complained \
    stress stresses stressed maintain maintains maintained vow vows vowed threaten threatens threatened pledge pledges \
    pledged repeat repeats repeated confirm confirms confirmed note notes noted remark remarks remarked observe observed \
    write writes wrote think thinks thought believe believes believed want wants wanted hope hopes hoped fear fears feared \
    expect expects expected indicate indicates indicated agree agrees agreed oppose opposes opposed support supports \
    supported welcome welcomes welcomed criticise criticises criticised criticize criticizes criticized dismiss dismisses \
    dismissed condemn condemns condemned regard regards regarded see sees";

const GERMAN: &str = "sagt sagte sagten erklärt erklärte erklärten betont betonte fordert forderte forderten warnt warnte \
    warnten nennt nannte kritisiert kritisierte behauptet behauptete verlangt verlangte meint meinte schrieb bekräftigte \
    versichert versicherte droht drohte verspricht versprach bestreitet bestritt";

const FRENCH: &str = "dit déclare déclaré affirme affirmé estime estimé annonce annoncé averti avertit souligne souligné \
    rejette rejeté demande demandé assure assuré dénonce dénoncé réclame réclamé refuse refusé promet promis exige exigé";

const SPANISH: &str = "dice dijo declara declaró afirma afirmó asegura aseguró advierte advirtió anuncia anunció exige \
    exigió rechaza rechazó pide pidió sostiene sostuvo";

const GREEK: &str = "είπε είπαν λέει δήλωσε δήλωσαν τόνισε τόνισαν υποστήριξε υποστηρίζει ανέφερε προειδοποίησε ζήτησε ζητά \
    απέρριψε κατηγόρησε ανακοίνωσε υποσχέθηκε απαίτησε απαιτεί";

const PRESENT_CYRILLIC: &str = "говорит считает заявляет требует утверждает обещает предлагает отвергает подчеркивает \
    настаивает надеется каже вважає заявляє вимагає стверджує обіцяє пропонує відкидає наголошує сподівається";

const PAST_RUSSIAN: &str = "сказа заяви сообщи подчеркну отмети назва потребова предупреди отверг пообеща предложи обвини \
    добави объяви написа призна раскритикова поддержа отказа";

const PAST_UKRAINIAN: &str = "сказа заяви повідоми наголоси зазначи назва вимага попереди відкину пообіця запропонува \
    звинувати дода оголоси написа визна підтрима закликa";

const BETWEEN: &str = "has have had also again then now still twice once later never not only already repeatedly openly \
    publicly himself herself themselves did does do on in monday tuesday wednesday thursday friday saturday sunday \
    yesterday today earlier afterwards hat haben hatte auch erneut a ont avait ha han también aussi вчера сегодня снова \
    также уже не вчора сьогодні знову також вже έχει επίσης χθες";

const BEFORE_OBJECTS: &str = "of in to from with by for at on about against between over into than through toward towards \
    under without or like before near outside inside around among via per what which that whom who whose where how \
    von mit für gegen bei nach aus über unter zwischen durch ohne zu um der-mit \
    de du des à au aux avec pour contre par sur sans chez que qui dont où del al con por para sin según entre cual \
    в во на о об от с со к ко из у за для против про при над под между без который который которая которые которую что чего чему чем \
    в у на про від з із зі до за для проти при над під між без який яка які яку що чого чому чим як \
    με για από σε στο στη στον στην στα προς κατά του της των που ό,τι";

const SIDE_CLAUSES: &str = "while though although if because when since unless until whereas as after before whether \
    weil obwohl wenn während als da ob falls nachdem bevor quand si lorsque parce puisque tandis bien cuando porque aunque \
    хотя если когда пока поскольку так хоча якщо коли поки оскільки αν όταν ενώ επειδή αφού";

const TITLES: &str = "president prime minister u.s us american russian ukrainian european foreign defence defense secretary \
    general envoy mr mrs ms chancellor senator king queen the special aide adviser advisor negotiator chief former \
    der die das präsident präsidentin kanzler kanzlerin minister ministerin herr frau le la les l président présidente \
    ministre el los presidente presidenta президент президента премьер министр министра глава канцлер премʼєр міністр \
    міністра канцлер ο η το οι τον την πρόεδρος προέδρου πρωθυπουργός πρωθυπουργού υπουργός";

const PRONOUNS: &str = "he she they er sie il elle ils elles él ella ellos он она они він вона вони αυτός αυτή αυτοί";

const MODALS: &str = "would must should might could may can will shall has needs ought soll sollen sollte muss müssen müsste \
    könnte würde wird doit devrait pourrait debe debería podría должен должна должны обязан обязана может могут будет \
    будут повинен повинна повинні має мають може можуть буде πρέπει θα μπορεί";
