//! Subtitles and captions (SRT and `WebVTT`) as the transcript of what is said.

use standpoint_core::model::SourcePart;

use super::{Format, Reading, ReadingOptions, SourceFile, Unreadable};
use crate::import::{
    decode,
    draft::{Draft, Field, UsedEncoding},
};

/// Subtitles.
pub(super) static FORMAT: Format =
    Format { name: "subtitle file", extensions: &["srt", "vtt"], is_format_of: is_subtitles, read };

/// How often a time is noted as a part of the text.
const PART_MILLIS: u64 = 60_000;

/// How many lines captions show again at most.
const MAX_ROLLING_LINES: usize = 8;
/// How long nothing is shown at most between captions that show lines again above others.
const MAX_PAUSE_MILLIS: u64 = 2_000;
/// The same where a caption shows nothing else; after a longer pause, the words were said again.
const MAX_PAUSE_OF_SAME_MILLIS: u64 = 100;

fn is_subtitles(file: &SourceFile<'_>) -> bool {
    let start = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file.bytes);
    let is_web = start.strip_prefix(b"WEBVTT").is_some_and(|rest| rest.first().is_none_or(u8::is_ascii_whitespace));
    // A text may begin with the word as well.
    is_web && memchr::memmem::find(start, b"-->").is_some() || file.has_extension(FORMAT.extensions)
}

fn read(file: &SourceFile<'_>, options: &ReadingOptions) -> Result<Reading, Unreadable> {
    let decoded = match options.encoding {
        Some(encoding) => decode::decode_as(file.bytes, encoding)?,
        None => decode::decode(file.bytes)?,
    };
    let is_web = decoded.text.starts_with("WEBVTT");
    let cues = cues(&decoded.text, is_web);
    if cues.is_empty() {
        return Err(Unreadable::Damaged(
            "it has no line with times, such as “00:01:02,500 --> 00:01:04,000”; if it is plain text, give its name \
             the ending .txt"
                .to_owned(),
        ));
    }
    let transcript = Transcript::of(&cues);
    let encoding = Some(UsedEncoding::from(&decoded));
    let mut draft = Draft { encoding, parts: transcript.parts, ..Draft::of_text(transcript.text) };
    let stem = file.name.rsplit_once('.').map_or(file.name, |(stem, _)| stem);
    draft.set(Field::Title, stem, "name of the file");
    Ok(draft.into())
}

/// What is shown for a while.
struct Cue<'a> {
    start_millis: u64,
    end_millis: u64,
    lines: Vec<&'a str>,
}

/// The cues of a file. Numbers, names, notes and styles are not in them. In SRT, which has no notes, what follows an empty
/// line belongs to the cue before it, unless it is the number of the next.
fn cues(text: &str, is_web: bool) -> Vec<Cue<'_>> {
    let mut cues: Vec<Cue<'_>> = Vec::new();
    let mut is_open = false;
    for line in text.lines().map(str::trim) {
        if let Some((start_millis, end_millis)) = times(line) {
            // Some programs leave no empty line between cues, so the number of this one may stand in the last.
            if is_open && let Some(last) = cues.last_mut() {
                last.lines.pop_if(|line| line.bytes().all(|byte| byte.is_ascii_digit()));
            }
            cues.push(Cue { start_millis, end_millis, lines: Vec::new() });
            is_open = true;
        } else if line.is_empty() {
            is_open &= !is_web;
        } else if is_open && let Some(last) = cues.last_mut() {
            last.lines.push(line);
        }
    }
    cues
}

/// The start and the end in a line such as `00:01:02,500 --> 00:01:04,000 align:start`. Some write `->`.
fn times(line: &str) -> Option<(u64, u64)> {
    let (start, end) = line.split_once("-->").or_else(|| line.split_once("->"))?;
    Some((millis(start.trim())?, millis(end.split_whitespace().next()?)?))
}

/// The milliseconds in `01:02:03,500`, `01:02:03:500` or `02:03.5`.
fn millis(time: &str) -> Option<u64> {
    let (whole, part) = time
        .split_once([',', '.'])
        .or_else(|| time.rsplit_once(':').filter(|(whole, _)| whole.matches(':').count() == 2))?;
    let numbers: Vec<u64> = whole.split(':').map(|number| number.parse().ok()).collect::<Option<_>>()?;
    let seconds = match *numbers {
        [hours, minutes, seconds] => {
            hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?.checked_add(seconds)?
        }
        [minutes, seconds] => minutes.checked_mul(60)?.checked_add(seconds)?,
        _ => return None,
    };
    // What stands behind the third digit, if anything, is none of the time.
    let digits = part.bytes().take(3).take_while(u8::is_ascii_digit).map(|digit| u64::from(digit - b'0'));
    let part: u64 = digits.zip([100, 10, 1]).map(|(digit, unit)| digit * unit).sum();
    seconds.checked_mul(1_000)?.checked_add(part)
}

/// The text that cues make one after another.
#[derive(Default)]
struct Transcript {
    text: String,
    parts: Vec<SourcePart>,
    n_chars: usize,
    speaker: String,
}

impl Transcript {
    fn of(cues: &[Cue<'_>]) -> Self {
        let mut transcript = Self::default();
        let mut last: Vec<String> = Vec::new();
        let (mut next_part_millis, mut last_end_millis) = (0_u64, 0_u64);
        for cue in cues {
            let lines: Vec<String> =
                cue.lines.iter().map(|line| spoken(line)).filter(|line| !line.is_empty()).collect();
            // Captions that roll show the last lines again above the new one, at once.
            let pause = cue.start_millis.saturating_sub(last_end_millis);
            let is_again = |n: &usize| {
                let most = if *n == lines.len() { MAX_PAUSE_OF_SAME_MILLIS } else { MAX_PAUSE_MILLIS };
                pause <= most && last[last.len() - n..] == lines[..*n]
            };
            let longest = lines.len().min(last.len()).min(MAX_ROLLING_LINES);
            let n_again = (1..=longest).rev().find(is_again).unwrap_or(0);
            let new = &lines[n_again..];
            if !new.is_empty() && cue.start_millis >= next_part_millis {
                let minute = cue.start_millis / PART_MILLIS;
                next_part_millis = (minute + 1).saturating_mul(PART_MILLIS);
                let name = format!("{:02}:{:02}:00", minute / 60, minute % 60);
                transcript.parts.push(SourcePart { start: transcript.n_chars, name });
            }
            for line in new {
                transcript.add(line);
            }
            if !lines.is_empty() {
                (last, last_end_millis) = (lines, cue.end_millis);
            }
        }
        transcript.text.truncate(transcript.text.trim_end().len());
        transcript
    }

    /// Adds a line; its speaker is named where another one spoke before.
    fn add(&mut self, line: &str) {
        let (speaker, words) = line.split_once(SPEAKER_END).unwrap_or(("", line));
        let line = if speaker.is_empty() || speaker == self.speaker {
            words.to_owned()
        } else {
            speaker.clone_into(&mut self.speaker);
            format!("{speaker}: {words}")
        };
        self.n_chars += line.chars().count() + 1;
        self.text.push_str(&line);
        self.text.push('\n');
    }
}

/// Separates a speaker from the words in a line of [`spoken`]; no text has this character.
const SPEAKER_END: char = '\u{0}';

/// The most bytes of a tag or a position.
const MAX_TAG_BYTES: usize = 1_000;

/// A line without tags, positions and named characters; the speaker of a voice tag comes first.
fn spoken(line: &str) -> String {
    let mut words = String::new();
    let mut speaker = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(['<', '{', '&']) {
        words.push_str(&rest[..at]);
        let tail = &rest[at..];
        // A time of karaoke, `<00:01.500>`, is a tag; “<3” is not.
        let is_time =
            |tag: &str| tag.contains(':') && tag.bytes().all(|byte| byte.is_ascii_digit() || b":.".contains(&byte));
        let is_tag = |tag: &str| tag.starts_with(|c: char| c.is_alphabetic() || c == '/') || is_time(tag);
        // A tag is short; what follows a sign that begins none is not searched again and again.
        let near = |tail: &str| tail.floor_char_boundary(MAX_TAG_BYTES);
        let ends_at = |start: &str, end: char| {
            let inside = tail.strip_prefix(start)?;
            let at = inside[..near(inside)].find(end)?;
            Some((&inside[..at], &inside[at + end.len_utf8()..]))
        };
        if let Some((tag, behind)) = ends_at("<", '>').filter(|(tag, _)| is_tag(tag)) {
            if let Some((kind, name)) = tag.split_once([' ', '\t'])
                && (kind == "v" || kind.starts_with("v."))
            {
                speaker = without_names(name.trim());
            }
            rest = behind;
        } else if let Some((_, behind)) = ends_at("{\\", '}') {
            rest = behind;
        } else if let Some((name, c)) = NAMED.iter().find(|(name, _)| tail.starts_with(name)) {
            words.push_str(c);
            rest = &tail[name.len()..];
        } else {
            let n_first = tail.chars().next().map_or(0, char::len_utf8);
            words.push_str(&tail[..n_first]);
            rest = &tail[n_first..];
        }
    }
    words.push_str(rest);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if speaker.is_empty() || words.is_empty() { words } else { format!("{speaker}{SPEAKER_END}{words}") }
}

/// The characters that have names in captions.
const NAMED: [(&str, &str); 6] =
    [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\u{a0}"), ("&lrm;", "\u{200e}"), ("&rlm;", "\u{200f}")];

fn without_names(text: &str) -> String {
    NAMED.iter().fold(text.to_owned(), |text, (name, c)| text.replace(name, c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transcript(name: &str, text: &str) -> Draft {
        let file = SourceFile { name, bytes: text.as_bytes() };
        assert!(is_subtitles(&file));
        let mut reading = read(&file, &ReadingOptions::default()).expect("it has cues");
        reading.drafts.pop().expect("it is one text")
    }

    #[test]
    fn lines_are_read_without_numbers_times_and_tags() {
        let text = "1\r\n00:00:01,000 --> 00:00:03,000\r\n<i>Good evening.</i>\r\n{\\an8}The talks <b>failed</b>.\r\n\r\n\
            2\r\n00:01:30,000 --> 00:01:33,000\r\n3 < 5 &amp; 5 > 3\r\n\r\n3\r\n00:03:10,000 --> 00:03:12,000\r\nGood night.";
        let draft = transcript("Evening news.srt", text);
        assert_eq!(draft.text, "Good evening.\nThe talks failed.\n3 < 5 & 5 > 3\nGood night.");
        assert_eq!(draft.details.title, "Evening news");
        let parts: Vec<_> = draft.parts.iter().map(|part| (part.start, &*part.name)).collect();
        assert_eq!(parts, [(0, "00:00:00"), (32, "00:01:00"), (46, "00:03:00")]);
    }

    #[test]
    fn speakers_are_named_where_they_change() {
        let text = "WEBVTT - debate\n\nNOTE made by hand\n\nSTYLE\n::cue { color: red }\n\nopening\n00:01.000 --> 00:02.000 align:start\n\
            <v.loud Ana &amp; Ben>We agree.\n\n00:02.000 --> 00:03.000\n<v Ana &amp; Ben>On <c.term>everything</c>.</v>\n\n\
            00:03.000 --> 00:04.000\n<v Cleo>I <00:03.500>do not.";
        assert_eq!(transcript("x.vtt", text).text, "Ana & Ben: We agree.\nOn everything.\nCleo: I do not.");
    }

    #[test]
    fn rolling_captions_are_joined() {
        let text = "WEBVTT\n\n00:01.000 --> 00:02.000\nthe mayor\n\n00:02.000 --> 00:03.000\nthe mayor\nsaid no\n\n\
            00:03.000 --> 00:04.000\nsaid no\n\n00:04.000 --> 00:05.000\nsaid no\nto the harbour\n";
        assert_eq!(transcript("x.vtt", text).text, "the mayor\nsaid no\nto the harbour");
    }

    #[test]
    fn what_is_said_twice_is_read_twice() {
        let text = "1\n00:00:03,500 --> 00:00:04,000\nNo.\n\n2\n00:00:05,000 --> 00:00:06,000\nNo.\n\n\
                    3\n00:00:06,010 --> 00:00:06,900\nNo.\n";
        assert_eq!(transcript("x.srt", text).text, "No.\nNo.");
    }

    #[test]
    fn cues_without_an_empty_line_between_them_are_told_apart() {
        let text = "1\n00:00:01,000 --> 00:00:02,000\nFirst.\n2\n00:00:02,000 --> 00:00:03,000\nSecond.\n";
        assert_eq!(transcript("x.srt", text).text, "First.\nSecond.");
    }

    #[test]
    fn nothing_that_is_said_is_lost_where_the_form_is_loose() {
        let text = "1\n00:00:01,000 --> 00:00:02,000\nNo.\n\nAnd why?\n\n2\n0:0:3,5 --> 0:0:4,0\nSecond.\n\n\
                    3\n00:00:07:000 --> 00:00:08:000\nThird.\n\n4\n0:00:09.500 -> 0:00:10.000\nFourth.\n\n\
                    5\n00:10:00,000 --> 00:10:01,000\nFourth.\n";
        assert_eq!(transcript("x.srt", text).text, "No.\nAnd why?\nSecond.\nThird.\nFourth.\nFourth.");
    }

    #[test]
    fn a_file_without_times_is_refused() {
        let file = SourceFile { name: "x.srt", bytes: b"Just a text." };
        let error = read(&file, &ReadingOptions::default()).expect_err("it has no cue");
        assert!(error.to_string().contains("it has no line with times"), "{error}");
    }
}
