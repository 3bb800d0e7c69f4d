//! Web pages, mail, and the exports of news databases that are web pages.
//!
//! `page` parses pages within limits that `bounds` keeps, and `lines` turns elements into lines of text. `article`
//! finds the article on a page, and `metadata` what the page says about it.

mod article;
mod bounds;
mod europresse;
mod factiva;
mod header_words;
mod headers;
mod json_ld;
mod left_out;
mod lines;
mod mail;
mod metadata;
mod page;

pub(super) use article::{FORMAT as PAGE, starts_like_page, text_of_markup};
pub(super) use europresse::FORMAT as EUROPRESSE;
pub(super) use factiva::FORMAT as FACTIVA;
pub(super) use mail::FORMAT as MAIL;
