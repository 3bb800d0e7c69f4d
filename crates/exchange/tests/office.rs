//! Office documents, e-books, archives and exports of news databases, made here and read field by field.
#![cfg(feature = "office")]

#[path = "office/make.rs"]
mod make;

#[path = "office/documents.rs"]
mod documents;

#[cfg(all(feature = "pdf", feature = "web"))]
#[path = "../../../tests/common/pdf_files.rs"]
#[allow(dead_code, reason = "other tests need more of it")]
mod pdf_files;

#[cfg(all(feature = "pdf", feature = "web"))]
#[path = "office/same_words.rs"]
mod same_words;

#[path = "office/books.rs"]
mod books;

#[path = "office/archives.rs"]
mod archives;

#[path = "office/databases.rs"]
mod databases;

#[path = "office/hostile.rs"]
mod hostile;
