//! Office documents, e-books, archives and exports of news databases, made here and read field by field.
#![cfg(feature = "office")]

#[path = "office/make.rs"]
mod make;

#[path = "office/documents.rs"]
mod documents;

#[path = "office/books.rs"]
mod books;

#[path = "office/archives.rs"]
mod archives;

#[path = "office/databases.rs"]
mod databases;

#[path = "office/hostile.rs"]
mod hostile;
