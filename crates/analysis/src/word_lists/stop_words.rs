//! Words that say nothing of what a text is about, such as “the” and “of”, in some languages.
//!
//! The lists hold articles, pronouns, prepositions, conjunctions, particles and the forms of auxiliary verbs, and no word
//! with a meaning that an analyst might look for. (The lists of the crate `stop-words` have many of those, such as
//! “state” and “member” in English.)

use std::collections::HashSet;

use standpoint_core::model::Project;

use super::vocabulary::word_key;

/// A language with a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StopWordList {
    /// The code of the language by ISO 639-1, such as “en”.
    pub code: &'static str,
    /// The English name of the language.
    pub language: &'static str,
    /// What speakers call it.
    own_name: &'static str,
    words: &'static str,
}

impl StopWordList {
    /// Every list, by the English name of its language.
    pub const ALL: &'static [Self] = &[
        list("ar", "Arabic", "العربية", ARABIC),
        list("nl", "Dutch", "Nederlands", DUTCH),
        list("en", "English", "English", ENGLISH),
        list("fr", "French", "français", FRENCH),
        list("de", "German", "Deutsch", GERMAN),
        list("el", "Greek", "ελληνικά", GREEK),
        list("it", "Italian", "italiano", ITALIAN),
        list("pl", "Polish", "polski", POLISH),
        list("pt", "Portuguese", "português", PORTUGUESE),
        list("ru", "Russian", "русский", RUSSIAN),
        list("es", "Spanish", "español", SPANISH),
        list("tr", "Turkish", "Türkçe", TURKISH),
        list("uk", "Ukrainian", "українська", UKRAINIAN),
    ];

    /// Finds the list of a language by its code, its English name or its own name. A region does not count: “en-GB” is
    /// English.
    pub fn of(language: &str) -> Option<&'static Self> {
        let name = word_key(language.trim());
        let code = name.split(['-', '_']).next().unwrap_or_default();
        let is_called =
            |list: &&Self| list.code == code || word_key(list.language) == name || word_key(list.own_name) == name;
        Self::ALL.iter().find(is_called)
    }

    /// Its words, in the form in which they are compared.
    pub fn keys(&self) -> impl Iterator<Item = String> + use<> {
        self.words.split_whitespace().map(word_key)
    }
}

const fn list(code: &'static str, language: &'static str, own_name: &'static str, words: &'static str) -> StopWordList {
    StopWordList { code, language, own_name, words }
}

/// Which words are left out of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum StopWords {
    /// Those of every language that an article of the project is said to have.
    #[default]
    OfArticles,
    /// Those of these languages; no word if there is none.
    Of(Vec<&'static StopWordList>),
}

impl StopWords {
    /// The lists that are meant for a project.
    pub fn lists(&self, project: &Project) -> Vec<&'static StopWordList> {
        match self {
            Self::Of(lists) => lists.clone(),
            Self::OfArticles => {
                let languages: HashSet<&str> =
                    project.articles.iter().map(|article| article.details.language.as_str()).collect();
                let stated: HashSet<&str> =
                    languages.into_iter().filter_map(StopWordList::of).map(|list| list.code).collect();
                StopWordList::ALL.iter().filter(|list| stated.contains(list.code)).collect()
            }
        }
    }

    pub(super) fn resolved(&self, project: &Project) -> HashSet<String> {
        self.lists(project).into_iter().flat_map(StopWordList::keys).collect()
    }
}

const ENGLISH: &str = "a about above across after again against ago all almost along already also although always am \
    among an and another any anyone anything are aren't around as at away be because been before being below between \
    both but by can can't cannot could couldn't did didn't do does doesn't doing don't done down during each either \
    else enough even ever every everyone everything few for from further had hadn't has hasn't have haven't having he \
    he'd he'll he's her here hers herself him himself his how however i i'd i'll i'm i've if in into is isn't it it'd \
    it'll it's its itself just least less let's many may me might mine more most much must my myself near neither never \
    no nobody none nor not nothing now of off often on once one only onto or other others our ours ourselves out over \
    own per perhaps quite rather same shall she she'd she'll she's should shouldn't since so some somebody someone \
    something still such than that that's the their theirs them themselves then there there's these they they'd they'll \
    they're they've this those though through thus to together too toward towards under unless until up upon us very was \
    wasn't we we'd we'll we're we've were weren't what when where whether which while who whoever whom whose why will \
    with within without won't would wouldn't yet you you'd you'll you're you've your yours yourself yourselves";

const GERMAN: &str = "ab aber alle allem allen aller alles als also am an andere anderem anderen anderer anderes auch auf \
    aus außer bei beide beiden beim bereits bis bist bloß da dabei dadurch dafür dagegen daher dahin damit danach daneben \
    dann daran darauf daraus darin darüber darum darunter das dass davon davor dazu dein deine deinem deinen deiner dem \
    den denen denn dennoch der deren des deshalb dessen desto dich die dies diese diesem diesen dieser dieses dir doch \
    dort du durch dürfen durfte ebenso ein eine einem einen einer eines einige einigen einiger einmal er es etwa etwas \
    euch euer eure für gegen gewesen hab habe haben hat hatte hatten hätte hätten hier hin hinter ich ihm ihn ihnen ihr \
    ihre ihrem ihren ihrer ihres im immer in indem ins ist ja je jede jedem jeden jeder jedes jedoch jene jenem jenen \
    jener jenes jetzt kann kein keine keinem keinen keiner keines könne können könnte könnten konnte konnten man manche \
    manchem manchen mancher manches mehr mein meine meinem meinen meiner mich mir mit muss müssen musste müsste nach \
    nachdem nein nicht nichts noch nun nur ob oder ohne schon sehr sei seien sein seine seinem seinen seiner seines seit \
    selbst sich sie sind so sogar solche solchem solchen solcher solches soll sollen sollte sollten sondern sonst sowie \
    soll trotz über um und uns unser unsere unserem unseren unserer unter viel viele vielen vom von vor während war waren \
    wäre wären warum was weder wegen weil weiter welche welchem welchen welcher welches wenn wer werde werden wem wen \
    wessen wie wieder wir wird wo wobei wodurch wofür woher wohin womit wollen wollte wollten worden worüber wurde wurden \
    würde würden zu zum zur zwar zwischen";

const FRENCH: &str = "à afin ai ainsi alors après as au aucun aucune auquel aura aurait auront aussi autre autres aux \
    auxquels avaient avait avant avec avoir ayant bien c'est c'était car ce ceci cela celle celles celui cependant ces \
    cet cette ceux chaque chez comme comment contre d'un d'une dans de déjà depuis des dès deux doit donc dont du elle \
    elles en encore enfin entre es est et étaient étais était étant été être eu eux fait furent fut il ils j'ai je jusque \
    l'on la là laquelle le lequel les lesquelles lesquels leur leurs lors lorsque lui ma mais malgré me même mêmes mes \
    moi moins mon n'a n'est ne ni non nos notre nous on ont ou où par parce parmi pas pendant peu peut plus plusieurs \
    plutôt pour pourquoi presque puis puisque qu'elle qu'elles qu'il qu'ils qu'on qu'un qu'une quand que quel quelle \
    quelles quels qui quoi s'est s'il sa sans sauf se sera serait seront ses si sien soi soit son sont sous sur ta tandis \
    tant te tel telle telles tels tes toi ton toujours tous tout toute toutes très trop tu un une vers voici voilà vos \
    votre vous y";

const SPANISH: &str = "a acá además ahí al algo alguien algún alguna algunas alguno algunos allí ambos ante antes aquel \
    aquella aquellas aquello aquellos aquí así aun aún aunque bajo bien cada casi como cómo con contra cual cuál cuales \
    cualquier cuando cuándo cuanto de del desde donde dónde dos durante e el él ella ellas ello ellos en entonces entre \
    era eran eres es esa esas ese eso esos esta está estaba estaban estado están estar estas este esto estos fue fueron \
    ha había habían haber hacia han has hasta hay he incluso la las le les lo los luego más me mediante menos mi mí \
    mientras mis misma mismas mismo mismos mucho muchos muy nada nadie ni ningún ninguna ninguno no nos nosotros nuestra \
    nuestras nuestro nuestros o os otra otras otro otros para pero poco por porque pues que qué quien quién quienes se \
    sea sean según ser será serán sería si sí sido siempre sin sino sobre sólo solo son soy su sus suya suyo tal también \
    tampoco tan tanto te tener tiene tienen toda todas todavía todo todos tras tu tú tus un una unas uno unos usted \
    ustedes vosotros y ya yo";

const ITALIAN: &str = "a abbiamo ad agli ai al alcun alcune alcuni alla alle allora altra altre altri altro \
    anche ancora avere aveva avevano c'è che chi ci ciascuno ciò coi col come con contro cosa così cui da dagli dai dal \
    dalla dalle dallo degli dei del della delle dello dentro di dopo dove dunque durante e è ed egli ella era erano essa \
    esse essere essi fa fino fra fu già gli ha hai hanno ho i il in infatti insieme invece io la là le lei li lo loro \
    lui ma mai me meno mentre mi mia mie miei mio molto ne né negli nei nel nella nelle nello nessun nessuna nessuno noi \
    non nostra nostre nostri nostro o ogni oltre oppure ora per perché però più poco poi possono presso prima proprio può \
    qua qualche qualcosa quale quali quando quanto quasi quella quelle quelli quello questa queste questi questo qui \
    quindi sarà saranno sarebbe se sé sei sempre senza si sia siamo siano siete solo sono sopra sotto sta stato stata \
    stati state su sua sue sugli sui sul sulla sulle sullo suo suoi tale tali tanto te ti tra tu tua tue tuo tuoi tutta \
    tutte tutti tutto un una uno verso vi voi vostra vostro";

const PORTUGUESE: &str = "a ainda além algo alguém algum alguma algumas alguns ali ambos ante antes ao aos apenas após \
    aquela aquelas aquele aqueles aquilo aqui as às assim até cada com como contra da das de dela delas dele deles depois \
    desde dessa desse desta deste do dos durante e é ela elas ele eles em embora enquanto entanto então entre era eram \
    essa essas esse esses esta está estão estar estas estava estavam este estes eu foi foram há havia isso isto já la \
    lhe lhes lo logo mais mas me mediante menos mesma mesmas mesmo mesmos meu meus minha minhas muito muitos na nada não \
    nas nela nele nem nenhum nenhuma nessa nesse nesta neste ninguém no nos nós nossa nossas nosso nossos num numa nunca \
    o onde os ou outra outras outro outros para pela pelas pelo pelos perante pois por porém porque portanto pouco qual \
    quais qualquer quando quanto quase que quem se seja sejam sem sempre sendo ser será serão seria seu seus si sido só \
    sob sobre sua suas são tal também tampouco tanto tão te tem têm ter teve tinha toda todas todavia todo todos tu tua \
    tudo um uma umas uns vos você vocês";

const DUTCH: &str = "aan achter al alle alleen alles als altijd ander andere anderen ben bent bij binnen boven buiten daar \
    daarna daarom dan dat de deze die dit doch doen door dus een eens elk elke en enkele er ergens even ge geen geweest \
    had hadden heb hebben hebt heeft hem hen het hier hij hoe hun hunne iedere iedereen iemand iets ik in is ja je jij \
    jou jouw jullie kan kon konden kunnen maar me meer men met mij mijn moest moesten moet moeten na naar nadat niemand \
    niet niets noch nog nu of om omdat onder ons onze ook op over reeds sinds soms te tegen ten ter terwijl toch toe toen \
    tot tussen u uit uw van vanaf vele veel voor vooral waar waarom wanneer want waren was wat we weer wel welk welke wer \
    werd werden wie wij wil wilde worden wordt zal ze zei zelf zich zij zijn zo zoals zonder zou zouden zulke";

const POLISH: &str = "a aby ale albo ani aż bardzo bez bo bowiem by być był była było były będą będzie ci cię co coś czego \
    czemu czy czyli dla dlaczego do gdy gdyby gdyż gdzie go i ich ile im inna inne inny innych iż ja jak jaka jakie jaki \
    jako je jeden jednak jednego jego jej jemu jest jestem jeszcze jeśli jeżeli już każdy kiedy kto która które którego \
    której który których którym którzy lecz lub ma mają mam mi między mimo mną mnie może mogą mój my na nad nam nami nas \
    nasz nasza nasze nawet nią nic nich nie niego niej niemu nigdy nim nimi niż no o obok od ona one oni ono oraz po pod \
    podczas ponieważ poza przed przede przez przy raz również są się skąd sobie sobą swoich swoje swój ta tak taka taki \
    takie także tam te tego tej temu ten też to tobie tu twoje twój ty tych tylko tym u w wam wami was we więc wszyscy \
    wszystkich wszystko wtedy wy z za zaś zawsze ze że żeby";

const RUSSIAN: &str = "а без более больше бы был была были было быть в вам вами вас ваш ваша ваше ваши весь во вот все \
    всего всей всем всеми всему всех всю вся всё вы где да даже для до его ее ей ему если есть еще же за здесь и из или \
    им ими их к каждый как какая какие какой какое когда кого кому которая которого которое которой котором которому \
    которую которые который которым которыми которых кроме кто ли либо лишь между меня мне много мной мог могла могли \
    может можно мой моя моё мои мы на над нам нами нас наш наша наше наши не него нее ней некоторые нем нему несколько \
    нет неё ни нибудь ним ними них но ну о об обе один одна одни одно однако около он она они оно от перед по под пока \
    после потом потому почему почти при про раз с сам сама сами само себе себя со собой свое своего своей своем своему \
    свои своим своими своих свой свою своя так такая также такие такого такое такой таком такую там твой те тебе тебя тем \
    теми тех то тобой тогда того тоже той только том тому тот ту тут ты у уж уже хотя чего чей чем через что чтоб чтобы \
    чуть эта эти этим этими этих это этого этой этом этому этот эту я";

const UKRAINIAN: &str = "а аби або адже але б без би був була були було бути в вам вами вас ваш ваша ваше ваші весь вже ви \
    від він вона вони воно все всього всі всіх втім де для до є ж же з за зі і із інша інше інший інші їй їм їх її його \
    йому й коли крім кожен кожна ким кого кому котрий лише між мене мені ми мій мною могли може можна моя моє мої на над \
    нам нами нас наш наша наше наші не него неї немає ним ними них ні ніби ній ну о об один одна одне однак от перед під \
    після по поки при про проте раз з-за сам сама самі саме свого своєї своє свої своїй своїм своїх свій свою своя себе \
    собі та так така таке такий такі також там твій те теж ти тим тими тих ті тільки то тобі тоді того той тому ту тут у \
    увесь усе усі усіх уже хіба хоч хоча хто це цей цим цими цих ці цього цьому ця цю чи чим через чого чому що щоб щось \
    я як яка яке який яким якими яких якого якої якому якщо якій яку які";

const ARABIC: &str = "في من إلى على عن مع هذا هذه ذلك تلك هؤلاء أولئك الذي التي الذين اللذين اللتين اللاتي هو هي هم هن \
    أنا أنت أنتم نحن كان كانت كانوا يكون تكون ليس ليست لم لن لا ما ماذا متى أين كيف كم أي أن إن أو أم ثم بل لكن ولكن \
    حتى إذا إذ لو لولا قد لقد كل كلا بعض غير سوى بين بعد قبل عند عندما حين حيث منذ خلال تحت فوق أمام وراء ضد حول دون لدى \
    إلا أما إما كما كذلك أيضا فقط هنا هناك له لها لهم لنا به بها بهم فيه فيها فيهم منه منها منهم عليه عليها عليهم إليه \
    إليها إليهم عنه عنها معه معها وهو وهي وهم وكان وكانت وقد ولم ولا وفي ومن وعلى وإلى وأن وإن وما وهذا وهذه والتي والذي \
    بأن لأن لأنه أنه أنها إنه إنها بما مما عما فإن وأنه ولن و ف ب ل ك";

const TURKISH: &str = "acaba ama ancak arada artık aslında ayrıca az bana bazen bazı belki ben beni benim beri bile bir \
    biraz birçok biri birkaç biz bize bizi bizim böyle böylece bu buna bunda bundan bunlar bunları bunların bunu bunun \
    burada bütün çok çünkü da daha dahi de defa değil diğer diye dolayı dolayısıyla eğer en gibi göre hâlâ halen hangi \
    hatta hem henüz hep hepsi her herhangi herkes hiç hiçbir için ile ilgili ise işte kadar karşı karşın kendi kendine \
    kendini kez ki kim kime kimi kimse mı mi mu mü nasıl ne neden nedenle nerede niçin niye o olan olarak oldu olduğu \
    olduğunu olmak olmayan olsa olup olur on ona ondan onlar onlara onları onların onu onun ora orada oysa öyle rağmen \
    sadece sanki sen seni senin siz sizi sizin sonra şey şöyle şu şuna şunları şunu tarafından tüm üzere üzerine var ve \
    veya ya yani yapılan yerine yine yok zaten";

const GREEK: &str = "ο η το οι τα του της των τον την τους τις τη στο στη στον στην στα στους στις στου ένας μία μια ένα \
    ενός μιας έναν και κι ή είτε ούτε μήτε αλλά όμως ωστόσο αν εάν όταν ενώ αφού επειδή διότι γιατί ώστε ότι πως που \
    να θα ας μη μην δε δεν ναι όχι σε από για με χωρίς κατά μετά παρά προς πριν μέχρι έως ως σαν υπό υπέρ επί εκ εξ \
    αντί λόγω πάνω κάτω μέσα έξω μεταξύ εγώ εσύ αυτός αυτή αυτό αυτοί αυτές αυτά αυτού αυτής αυτών αυτόν αυτήν εμείς \
    εσείς μου σου μας σας τούτο εκείνος εκείνη εκείνο εκείνοι όποιος όποια όποιο ποιος ποια ποιο ποιοι τι όσο όσα όσοι \
    όλος όλη όλο όλοι όλες όλα κάθε κάποιος κάποια κάποιο κάποιοι κανείς καμία κανένα τίποτα κάτι άλλος άλλη άλλο άλλοι \
    ίδιος ίδια ίδιο πολύ πιο λίγο τόσο έτσι εδώ εκεί τώρα τότε πάντα ποτέ ήδη ακόμα ακόμη μόνο επίσης είμαι είσαι είναι \
    είμαστε ήμουν ήταν έχω έχει έχουν έχουμε είχε είχαν τότε λοιπόν δηλαδή";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_found_by_what_people_write_for_a_language() {
        for (language, code) in [
            ("en", Some("en")),
            ("EN-gb", Some("en")),
            (" English ", Some("en")),
            ("deutsch", Some("de")),
            ("Русский", Some("ru")),
            ("Українська", Some("uk")),
            ("pt_BR", Some("pt")),
            ("Türkçe", Some("tr")),
            ("Klingon", None),
            ("", None),
        ] {
            assert_eq!(StopWordList::of(language).map(|list| list.code), code, "{language}");
        }
    }

    #[test]
    fn lists_have_function_words_and_none_to_look_for() {
        for (code, word, other) in [
            ("en", "the", "state"),
            ("de", "für", "Land"),
            ("fr", "qu’il", "paix"),
            ("es", "también", "paz"),
            ("ru", "ещё", "мир"),
            ("uk", "її", "мир"),
            ("ar", "إلى", "السلام"),
            ("tr", "değil", "barış"),
            ("el", "Η", "ειρήνη"),
        ] {
            let keys: HashSet<String> = StopWordList::of(code).expect("the language has a list").keys().collect();
            assert!(keys.contains(&word_key(word)), "{word}");
            assert!(!keys.contains(&word_key(other)), "{other}");
        }
    }

    #[test]
    fn the_languages_of_the_articles_decide_unless_some_are_named() {
        let mut project = Project::titled("Talks");
        for language in ["en-GB", "", "Russian", "en", "Latin"] {
            let mut article = standpoint_core::model::marked::marked_article("One", "a [b]");
            article.details.language = language.to_owned();
            project.articles.push(article.into());
        }
        let codes =
            |stop_words: &StopWords| -> Vec<&str> { stop_words.lists(&project).iter().map(|list| list.code).collect() };
        assert_eq!(codes(&StopWords::OfArticles), ["en", "ru"]);
        assert_eq!(codes(&StopWords::Of(Vec::new())), [""; 0]);
        assert!(StopWords::OfArticles.resolved(&project).contains("они"));
    }
}
