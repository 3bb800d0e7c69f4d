//! Mail, and web pages that browsers save as mail (MHTML): one file with the page and everything on it.

use mail_parser::{
    ContentType, HeaderName, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType,
    decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode},
};
use memchr::memmem;
use standpoint_core::model::PublicationDate;

use super::{
    article::read_page,
    header_words, headers,
    lines::{joined, lines_of, tidied},
    page,
};
use crate::import::{
    bylines::set_author,
    decode::{self, Charset},
    draft::{Draft, Field, UsedEncoding},
    formats::{Format, PartFailure, Reading, ReadingOptions, SourceFile, Unreadable},
    guess,
};

/// Mail and saved pages.
pub(in crate::import::formats) static FORMAT: Format =
    Format { name: "mail or saved page", extensions: &["mhtml", "mht", "eml", "mbox"], is_format_of, read };

/// More attachments are counted rather than named.
const MAX_NAMED: usize = 10;
/// How deep mails in mails are read.
const MAX_FORWARDED: usize = 3;
/// The most frames of a saved page that are looked at.
const MAX_FRAMES: usize = 50;
/// More parts than any mail has.
const MAX_BOUNDARIES: usize = 20_000;

fn is_format_of(file: &SourceFile<'_>) -> bool {
    file.has_extension(FORMAT.extensions) || headers::starts_with_headers(file.bytes)
}

fn read(file: &SourceFile<'_>, options: &ReadingOptions) -> Result<Reading, Unreadable> {
    let messages = headers::messages(file.bytes);
    let mut reading = Reading::default();
    if let [message] = &*messages {
        reading.drafts = read_message(message, options, 0)?;
        return Ok(reading);
    }
    for (number, message) in (1..).zip(&messages) {
        match read_message(message, options, 0) {
            Ok(drafts) => reading.drafts.extend(drafts),
            Err(error) => reading.failures.push(PartFailure { number, noun: "mail", reason: error.to_string() }),
        }
    }
    Ok(reading)
}

/// Reads a mail and the mails that were forwarded in it, each of which is a text of its own. One that ends in the middle
/// is read up to there.
fn read_message(bytes: &[u8], options: &ReadingOptions, depth: usize) -> Result<Vec<Draft>, Unreadable> {
    let Some(whole) = with_end(bytes) else { return read_whole(bytes, options, depth) };
    let mut drafts = read_whole(&whole, options, depth)?;
    if let Some(draft) = drafts.first_mut() {
        draft.warnings.push("the file ends in the middle".to_owned());
    }
    Ok(drafts)
}

/// The mail with the line that ends its parts, if it has parts and that line is missing.
fn with_end(bytes: &[u8]) -> Option<Vec<u8>> {
    let headers = MessageParser::default().parse_headers(bytes)?;
    let boundary = headers.content_type()?.attribute("boundary").filter(|boundary| !boundary.is_empty())?;
    let begin = format!("--{boundary}");
    let end = format!("{begin}--");
    let is_cut = memmem::find(bytes, begin.as_bytes()).is_some() && memmem::find(bytes, end.as_bytes()).is_none();
    is_cut.then(|| [bytes, b"\r\n", end.as_bytes(), b"\r\n"].concat())
}

fn read_whole(bytes: &[u8], options: &ReadingOptions, depth: usize) -> Result<Vec<Draft>, Unreadable> {
    if bytes.windows(3).filter(|line| line == b"\n--").take(MAX_BOUNDARIES + 1).count() > MAX_BOUNDARIES {
        return Err(Unreadable::TooLarge(format!(
            "it has more than {MAX_BOUNDARIES} parts; save what you need of it as plain text"
        )));
    }
    let message = MessageParser::default().parse(bytes).filter(|message| !message.headers().is_empty());
    let message = message.ok_or_else(|| {
        Unreadable::Damaged("it has no headers of mail; if it is plain text, give its name the ending .txt".to_owned())
    })?;
    let mut draft = Draft::default();
    let html = message.parts.iter().find(|part| is_html(part) && !is_attached(part));
    let is_saved_page = html.is_some_and(|part| is_saved_page(&message, part));
    if !is_saved_page {
        take_headers(&mut draft, &message);
    }
    let inner = forwarded(&message, options, depth);
    let taken = match html {
        Some(part) if is_saved_page => take_saved_page(&mut draft, &message, part, options),
        Some(_) => take_pages_or_texts(&mut draft, &message, options),
        None => take_texts(&mut draft, &message, options),
    };
    match taken {
        // Nothing was written above what was forwarded.
        _ if draft.text.trim().is_empty() && !inner.is_empty() => return Ok(inner),
        taken => taken?,
    }
    if is_saved_page {
        take_saved(&mut draft, &message);
    } else {
        name_attachments(&mut draft, &message);
    }
    guess::fill_in(&mut draft);
    Ok(std::iter::once(draft).chain(inner).collect())
}

/// The mails in a mail, as “forward as attachment” and digests send them.
fn forwarded(message: &Message<'_>, options: &ReadingOptions, depth: usize) -> Vec<Draft> {
    let is_message = |part: &&MessagePart<'_>| matches!(part.body, PartType::Message(_));
    let parts = message.parts.iter().filter(is_message).take(if depth < MAX_FORWARDED { usize::MAX } else { 0 });
    parts.filter_map(|part| read_message(part.contents(), options, depth + 1).ok()).flatten().collect()
}

/// Takes the parts in HTML, unless those in plain text say much more, as in letters that are made of pictures.
fn take_pages_or_texts(draft: &mut Draft, message: &Message<'_>, options: &ReadingOptions) -> Result<(), Unreadable> {
    let mut plain = Draft::default();
    let is_plain = take_texts(&mut plain, message, options).is_ok();
    let pages = take_pages(draft, message, options);
    let n_chars = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let has_plain = message.parts.iter().any(|part| matches!(part.body, PartType::Text(_)) && !is_attached(part));
    if is_plain && has_plain && n_chars(&plain.text) > 3 * n_chars(&draft.text) {
        (draft.text, draft.encoding) = (plain.text, plain.encoding);
        draft.warnings.append(&mut plain.warnings);
        return Ok(());
    }
    pages
}

/// Whether a part is a page, in HTML or in XHTML, which the parser does not know.
fn is_html(part: &MessagePart<'_>) -> bool {
    let is_xhtml = |kind: &ContentType<'_>| {
        let subtype = kind.subtype().unwrap_or_default();
        kind.ctype().eq_ignore_ascii_case("application") && subtype.eq_ignore_ascii_case("xhtml+xml")
    };
    matches!(part.body, PartType::Html(_)) || part.content_type().is_some_and(is_xhtml)
}

/// Whether a browser saved the page, rather than a person sending it.
fn is_saved_page(message: &Message<'_>, page: &MessagePart<'_>) -> bool {
    message.header("Snapshot-Content-Location").is_some() || page.content_location().is_some()
}

fn take_headers(draft: &mut Draft, message: &Message<'_>) {
    draft.set(Field::Title, &subject(message), "subject of the mail");
    let sender = message.from().and_then(|from| from.first());
    let name = sender.and_then(|sender| sender.name().or(sender.address())).unwrap_or_default();
    let mut name = tidied(name);
    if name.contains(UNREAD) {
        let words = header_words(message, &HeaderName::From);
        name = words.split('<').next().unwrap_or_default().trim_matches([' ', '"']).to_owned();
    }
    set_author(draft, &name, "sender of the mail");
    if let Some(date) = date_of(message) {
        draft.set_date(Field::Date, date, "date of the mail");
    }
}

/// What stands for bytes that the parser could not read.
const UNREAD: char = '\u{fffd}';

fn subject(message: &Message<'_>) -> String {
    let subject = tidied(message.subject().unwrap_or_default());
    if subject.contains(UNREAD) { header_words(message, &HeaderName::Subject) } else { subject }
}

/// The words of a header from its bytes.
fn header_words(message: &Message<'_>, name: &HeaderName<'_>) -> String {
    let header = message.headers().iter().find(|header| header.name == *name);
    let range = header.map_or(0..0, |header| header.offset_start as usize..header.offset_end as usize);
    let charset = message.parts.iter().find_map(|part| part.content_type()?.attribute("charset"));
    header_words::decoded(message.raw_message().get(range).unwrap_or_default(), charset)
}

/// What the browser that saved a page says. Its date is the one of saving.
fn take_saved(draft: &mut Draft, message: &Message<'_>) {
    draft.set(Field::Title, &subject(message), "title of the saved page");
    if let Some(date) = date_of(message) {
        draft.set(Field::Free("saved".to_owned()), &date.to_string(), "date of the saved page");
    }
}

/// The day as it was written, in the time zone of the sender.
fn date_of(message: &Message<'_>) -> Option<PublicationDate> {
    let date = message.date().filter(|date| date.is_valid())?;
    PublicationDate::from_iso(&format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)).ok()
}

fn take_saved_page(
    draft: &mut Draft,
    message: &Message<'_>,
    part: &MessagePart<'_>,
    options: &ReadingOptions,
) -> Result<(), Unreadable> {
    let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
    let decoded = page::decode_page(&bytes_of(message, part), charset, options)?;
    draft.encoding = Some(UsedEncoding::from(&decoded));
    let snapshot = message.header("Snapshot-Content-Location").and_then(HeaderValue::as_text);
    let address = snapshot.or(part.content_location()).map(tidied).unwrap_or_default();
    if address.starts_with("http") {
        draft.set(Field::Url, &address, "address of the saved page");
    }
    read_page(draft, &decoded.text, &frames(message, part, options))
}

/// The pages in the frames of a saved page, which are parts of their own. Those that are no text are passed over.
fn frames(message: &Message<'_>, page: &MessagePart<'_>, options: &ReadingOptions) -> Vec<String> {
    let others = message.parts.iter().filter(|part| is_html(part) && !std::ptr::eq(*part, page));
    let text = |part: &MessagePart<'_>| {
        let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
        page::decode_page(&bytes_of(message, part), charset, options).ok().map(|decoded| decoded.text)
    };
    others.take(MAX_FRAMES).filter_map(text).collect()
}

/// Takes all parts that a program would show as HTML. All of a mail was written to be read.
fn take_pages(draft: &mut Draft, message: &Message<'_>, options: &ReadingOptions) -> Result<(), Unreadable> {
    let mut texts = Vec::new();
    for part in message.html_bodies().filter(|part| !is_attached(part)) {
        if part.is_text_html() {
            let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
            let decoded = page::decode_page(&bytes_of(message, part), charset, options)?;
            draft.encoding.get_or_insert_with(|| UsedEncoding::from(&decoded));
            texts.push(joined(&lines_of(&page::parse(&decoded.text)?.root())));
        } else if part.is_text() {
            texts.push(text_of(draft, message, part, options)?.trim_end().to_owned());
        }
    }
    texts.retain(|text| !text.is_empty());
    draft.text = texts.join("\n");
    if draft.text.is_empty() { Err(Unreadable::ShowsNothing) } else { Ok(()) }
}

/// Takes all parts that a program would show as plain text.
fn take_texts(draft: &mut Draft, message: &Message<'_>, options: &ReadingOptions) -> Result<(), Unreadable> {
    let parts: Vec<_> = message.text_bodies().filter(|part| part.is_text() && !is_attached(part)).collect();
    let is_encrypted = message.content_type().is_some_and(|kind| kind.subtype() == Some("encrypted"));
    if parts.is_empty() && is_encrypted {
        return Err(Unreadable::Refused(
            "it is encrypted; open it in your mail program and save its text from there".to_owned(),
        ));
    }
    if parts.is_empty() {
        return Err(Unreadable::Damaged(
            "none of its parts is a text; open it in a mail program and save what is attached to it".to_owned(),
        ));
    }
    let texts: Result<Vec<String>, _> = parts.iter().map(|part| text_of(draft, message, part, options)).collect();
    let texts = texts?;
    draft.text = match &*texts {
        [text] => text.clone(),
        texts => texts.iter().map(|text| text.trim_end()).collect::<Vec<_>>().join("\n\n"),
    };
    Ok(())
}

fn text_of(
    draft: &mut Draft,
    message: &Message<'_>,
    part: &MessagePart<'_>,
    options: &ReadingOptions,
) -> Result<String, Unreadable> {
    let bytes = bytes_of(message, part);
    let named = part.content_type().and_then(|kind| kind.attribute("charset"));
    let charset = named.and_then(|name| page::declared_charset(name, &bytes));
    if let Some(name) = named.filter(|name| Charset::by_name(name).is_none()) {
        draft.warnings.push(format!("the encoding “{}” is not known, so the text may not be right", tidied(name)));
    }
    let declared = charset.and_then(|charset| decode::decode_as(&bytes, charset).ok());
    let decoded = match (options.encoding, declared.filter(|decoded| decoded.n_replaced == 0)) {
        (Some(encoding), _) => decode::decode_as(&bytes, encoding)?,
        (None, Some(decoded)) => decoded,
        (None, None) => decode::decode(&bytes)?,
    };
    draft.encoding.get_or_insert_with(|| UsedEncoding::from(&decoded));
    let attribute = |name| part.content_type().and_then(|kind| kind.attribute(name)).unwrap_or_default();
    let is_flowed = attribute("format").eq_ignore_ascii_case("flowed");
    let deletes_spaces = attribute("delsp").eq_ignore_ascii_case("yes");
    Ok(if is_flowed { flowed(&decoded.text, deletes_spaces) } else { decoded.text })
}

/// Joins the lines that a mail program broke (RFC 3676): those that end in a space, unless it is that of a signature or
/// the next line is quoted more or less often.
fn flowed(text: &str, deletes_spaces: bool) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut broken_at_depth = None;
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let line = line.trim_end_matches(['\n', '\r']);
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        // A space is put before lines that would mean something else without it.
        let words = line[depth..].strip_prefix(' ').unwrap_or(&line[depth..]);
        let is_signature = words == "-- ";
        if broken_at_depth != Some(depth) || is_signature {
            if at > 0 {
                joined.push('\n');
            }
            joined.push_str(&line[..depth]);
            if depth > 0 {
                joined.push(' ');
            }
        }
        let is_broken = words.ends_with(' ') && !is_signature;
        broken_at_depth = is_broken.then_some(depth);
        joined.push_str(if is_broken && deletes_spaces { &words[..words.len() - 1] } else { words });
    }
    if text.ends_with('\n') {
        joined.push('\n');
    }
    joined
}

/// The bytes of a part without the encoding for transport, and in its own character encoding.
fn bytes_of(message: &Message<'_>, part: &MessagePart<'_>) -> Vec<u8> {
    let range = part.raw_body_offset() as usize..part.raw_end_offset() as usize;
    let raw = message.raw_message().get(range).unwrap_or_default();
    // What the parser could not decode, it takes for plain.
    match part.content_transfer_encoding().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "quoted-printable" => quoted_printable_decode(raw).unwrap_or_else(|| without_bad_signs(raw)),
        "base64" => base64_decode(raw).unwrap_or_else(|| without_footer(raw)),
        _ => raw.to_vec(),
    }
}

/// Decodes quoted-printable in which some “=” stand for themselves.
fn without_bad_signs(raw: &[u8]) -> Vec<u8> {
    let mut sound = Vec::with_capacity(raw.len());
    for (at, byte) in raw.iter().enumerate() {
        sound.push(*byte);
        let behind = &raw[at + 1..];
        let is_code = behind.get(..2).is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit));
        if *byte == b'=' && !is_code && !behind.trim_ascii_start().is_empty() && !ends_line(behind) {
            sound.extend(b"3D");
        }
    }
    quoted_printable_decode(&sound).unwrap_or_else(|| raw.to_vec())
}

/// Whether only blanks are left of a line.
fn ends_line(behind: &[u8]) -> bool {
    behind.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r')).is_none_or(|byte| *byte == b'\n')
}

/// Decodes base64 with lines of plain text below it, which lists add to mails.
fn without_footer(raw: &[u8]) -> Vec<u8> {
    let is_code = |line: &[u8]| {
        line.trim_ascii_end().iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
    };
    let coded = raw.split_inclusive(|byte| *byte == b'\n').take_while(|line| is_code(line)).map(<[u8]>::len).sum();
    let (coded, footer) = raw.split_at(coded);
    let mut decoded = base64_decode(coded).unwrap_or_else(|| coded.to_vec());
    if !footer.is_empty() && !decoded.ends_with(b"\n") {
        decoded.push(b'\n');
    }
    decoded.extend(footer);
    decoded
}

fn is_attached(part: &MessagePart<'_>) -> bool {
    part.content_disposition().is_some_and(ContentType::is_attachment)
}

/// Says which attachments were left out. Pictures in the text are none.
fn name_attachments(draft: &mut Draft, message: &Message<'_>) {
    let is_picture = |part: &&MessagePart<'_>| part.content_id().is_some() && !is_attached(part);
    let attachments: Vec<String> = message
        .attachments()
        .filter(|part| !is_picture(part) && !matches!(part.body, PartType::Message(_)))
        .map(|part| part.attachment_name().map_or_else(|| "a file without a name".to_owned(), tidied))
        .collect();
    let named = attachments.iter().take(MAX_NAMED).cloned().collect::<Vec<_>>().join(", ");
    match attachments.len() {
        0 => {}
        n if n > MAX_NAMED => {
            draft.warnings.push(format!("{n} attachments were left out, among them {named}"));
        }
        1 => draft.warnings.push(format!("the attachment {named} was left out")),
        _ => draft.warnings.push(format!("the attachments {named} were left out")),
    }
}
