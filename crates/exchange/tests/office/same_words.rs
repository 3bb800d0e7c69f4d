//! One article in every format and in several scripts: its words are the same, whatever it was read from.

use super::{
    make::{docx_of, draft, epub_of, odt_of, rtf_of},
    pdf_files::{PdfFile, PdfPage},
};

/// A headline and its paragraphs.
type Story = [&'static str; 4];

const STORIES: [(&str, Story); 5] = [
    (
        "English",
        [
            "Talks about the bridge end without a plan",
            "The mayor and the builders of the new bridge met again on Tuesday, and after five hours they still had no \
             plan for who would pay for the work on the northern bank, where the ground is softer than anyone thought.",
            "“We are close – but close is not done,” the mayor said on the steps of the town hall, while a crowd of \
             ferry workers, who fear for their jobs, held up signs & sang through the rain; 3 < 5, said one of them.",
            "The council, which has to agree to any sum, will sit on Monday to hear what both sides have to say about \
             the toll, the café on the quay, and the naïve hope that Łódź and Århus would send their engineers.",
        ],
    ),
    (
        "Russian",
        [
            "Переговоры о мосте окончились без плана",
            "Мэр и строители нового моста снова встретились во вторник, и после пяти часов у них всё ещё не было плана, \
             кто заплатит за работы на северном берегу, где земля мягче, чем кто-либо думал до начала стройки.",
            "«Мы близки, но близко — это ещё не готово», — сказал мэр на ступенях ратуши, пока толпа паромщиков, \
             которые боятся за свою работу, держала плакаты и пела под дождём, и никто не уходил до самой ночи.",
            "Совет, который должен согласиться с любой суммой, соберётся в понедельник, чтобы выслушать, что обе \
             стороны скажут о пошлине, о сроках и о том, сколько времени паром ещё будет ходить через реку.",
        ],
    ),
    (
        "Greek",
        [
            "Οι συνομιλίες για τη γέφυρα έληξαν χωρίς σχέδιο",
            "Ο δήμαρχος και οι κατασκευαστές της νέας γέφυρας συναντήθηκαν ξανά την Τρίτη, και μετά από πέντε ώρες δεν \
             είχαν ακόμη σχέδιο για το ποιος θα πληρώσει τις εργασίες στη βόρεια όχθη, όπου το έδαφος είναι μαλακό.",
            "«Είμαστε κοντά, αλλά κοντά δεν σημαίνει έτοιμοι», είπε ο δήμαρχος στα σκαλιά του δημαρχείου, ενώ πλήθος \
             εργαζομένων των πορθμείων, που φοβούνται για τη δουλειά τους, τραγουδούσε μέσα στη βροχή.",
            "Το συμβούλιο, που πρέπει να συμφωνήσει για κάθε ποσό, θα συνεδριάσει τη Δευτέρα για να ακούσει τι έχουν \
             να πουν οι δύο πλευρές για τα διόδια, για τις προθεσμίες και για το πορθμείο.",
        ],
    ),
    (
        "Arabic",
        [
            "انتهت محادثات الجسر دون خطة",
            "اجتمع رئيس البلدية وبناة الجسر الجديد مرة أخرى يوم الثلاثاء، وبعد خمس ساعات لم تكن لديهم خطة لمن سيدفع ثمن \
             العمل على الضفة الشمالية، حيث الأرض ألين مما كان يظن أي شخص قبل بدء البناء.",
            "قال رئيس البلدية على درج المبنى إنهم قريبون، لكن القرب ليس الانتهاء، بينما رفع حشد من عمال العبارة الذين \
             يخشون على وظائفهم لافتات وغنوا تحت المطر، ولم يغادر أحد حتى الليل.",
            "سيجتمع المجلس الذي يجب أن يوافق على أي مبلغ يوم الاثنين للاستماع إلى ما يقوله الجانبان عن الرسوم وعن \
             المواعيد وعن المدة التي ستظل فيها العبارة تعبر النهر كل يوم.",
        ],
    ),
    (
        "Chinese",
        [
            "大桥会谈没有结果",
            "市长和新大桥的建设者星期二再次会面，五个小时之后，他们仍然没有决定谁来支付北岸的工程费用，那里的地面比任何人想象的都要软，\
             工程师们说还需要更多的时间和更多的钢材。",
            "“我们已经接近了，但是接近并不等于完成，”市长在市政厅的台阶上说，与此同时，一群担心失去工作的渡船工人举着标语，\
             在雨中唱歌，直到深夜也没有人离开。",
            "必须同意任何金额的议会将于星期一开会，听取双方对过桥费、工期以及渡船还要在河上行驶多久的意见，然后在下个月作出决定，\
             届时将有更多的居民到场旁听。",
        ],
    ),
];

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A page as a site has it, with what does not belong to the article around it.
fn html_of(lines: &[&str]) -> Vec<u8> {
    let paragraphs = lines[1..].iter().map(|line| format!("<p>{}</p>\n", escaped(line))).collect::<Vec<_>>().concat();
    let menu = (0..6).map(|at| format!("<li><a href=\"/{at}\">Section {at}</a></li>")).collect::<Vec<_>>().concat();
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{} | News</title></head><body><nav><ul>{menu}</ul></nav>\
         <main><article><h1>{}</h1>\n{paragraphs}</article></main><footer><ul>{menu}</ul></footer></body></html>",
        escaped(lines[0]),
        escaped(lines[0])
    )
    .into_bytes()
}

/// A page on which paragraphs are set in lines of the same length, right-to-left ones from the right.
fn pdf_of(lines: &[&str]) -> Vec<u8> {
    const SIZE: f32 = 8.0;
    let mut page = PdfPage::default();
    let mut y = 780.0;
    for (at, line) in lines.iter().enumerate() {
        let size = if at == 0 { 2.0 * SIZE } else { SIZE };
        let n_chars = if line.contains(' ') { 100 } else { 40 };
        for row in rows(line, n_chars) {
            let is_rtl = row.chars().any(|c| ('\u{590}'..='\u{6ff}').contains(&c));
            let shown: String = if is_rtl { row.chars().rev().collect() } else { row.clone() };
            let width = f32::from(u16::try_from(row.encode_utf16().count()).expect("a row is short")) * size / 2.0;
            let x = if is_rtl { 520.0 - width } else { 60.0 };
            page = page.unicode_line(x, y, size, &shown);
            y -= size * 1.25;
        }
        y -= size;
    }
    PdfFile::of([page]).bytes()
}

/// Cuts a paragraph into rows of at most so many characters, at blanks where there are some.
fn rows(paragraph: &str, n_chars: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    let pieces: Vec<String> = if paragraph.contains(' ') {
        paragraph.split(' ').map(|word| format!("{word} ")).collect()
    } else {
        paragraph.chars().map(String::from).collect()
    };
    for piece in pieces {
        let last = rows.last_mut().expect("there is one");
        if last.chars().count() + piece.chars().count() > n_chars {
            rows.push(piece);
        } else {
            last.push_str(&piece);
        }
    }
    rows.into_iter().map(|row| row.trim_end().to_owned()).collect()
}

#[test]
fn one_article_gives_the_same_words_in_every_format_and_script() {
    for (script, story) in STORIES {
        for (name, bytes) in [
            ("a.docx", docx_of(&story)),
            ("a.odt", odt_of(&story)),
            ("a.rtf", rtf_of(&story)),
            ("a.epub", epub_of(&[&story], "")),
            ("a.html", html_of(&story)),
            ("a.pdf", pdf_of(&story)),
            ("a.txt", story.join("\n").into_bytes()),
        ] {
            let draft = draft(name, &bytes);
            // On a page the headline is the title and not part of the text.
            let lines = if name == "a.html" { &story[1..] } else { &story };
            let expected: Vec<&str> = lines.iter().flat_map(|line| line.split_whitespace()).collect();
            let words: Vec<&str> = draft.text.split_whitespace().collect();
            assert_eq!(words, expected, "{script}, {name}");
            assert_eq!(draft.text.lines().filter(|line| !line.is_empty()).count(), lines.len(), "{script}, {name}");
            assert_eq!(draft.details.title, story[0], "{script}, {name}");
        }
    }
}
