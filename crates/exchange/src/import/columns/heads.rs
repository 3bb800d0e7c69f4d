//! The heads under which spreadsheets and databases keep the parts of an article.
//!
//! Heads are compared without case, accents, blanks and signs, so that `publish_date`, `PublishDate` and “Publish date”
//! are one. In each list the clearest heads come first.

use std::{collections::HashMap, sync::LazyLock};

use standpoint_core::text::fold::searchable;

use super::{ColumnMapping, ColumnUse, MappedColumn};
use crate::import::draft::Field;

const TEXT: &str = "fulltext articletext text body bodytext articlebody maintext plaintext content contents storytext \
    story transcript textecomplet textedelarticle texte corps contenu volltext artikeltext haupttext inhalt \
    textocompleto texto contenido cuerpo testocompleto testo corpo contenuto conteudo tekst inhoud pelnytekst tresc \
    полныйтекст текстстатьи текст содержание повнийтекст текстстатті вміст tammetin metin icerik brødtekst brodtext \
    innehall 正文 全文 本文 内容 النص نص متن";
const TITLE: &str = "title headline articletitle heading head titre titel uberschrift ueberschrift schlagzeile titulo \
    titular titolo tytul naglowek заголовок название назва baslik rubrik kop 标题 標題 タイトル العنوان عنوان";
const DATE: &str = "publicationdate publishdate publisheddate datepublished dateofpublication pubdate publishedat \
    publishedon published date datetime seendate timestamp datedepublication datedeparution dateparution 日付 掲載日 発行日 \
    erscheinungsdatum veroffentlichungsdatum veroffentlicht datum fechadepublicacion fecha datadipubblicazione datadepublicacao \
    datapublikacji датапубликации датапублікації дата yayintarihi tarih publiceringsdatum 日期 发布时间 发布日期 التاريخ تاريخ \
    data";
const UPDATED: &str = "updated updatedat lastupdated datemodified lastmodified modified modifiedat aktualisiert \
    geandert misajour actualizado aggiornato atualizado обновлено оновлено guncelleme";
const OUTLET: &str = "outlet newspaper medianame mediaoutlet newsoutlet publicationtitle publicationname publication \
    sourcename sourcetitle medium media journal publisher sitename source paper newssource domain zeitung medientitel \
    publikation quelle mediennamen periodico diario medio fuente testata giornale fonte jornal veiculo krant bron \
    gazeta zrodlo издание газета сми источник видання змі джерело gazete kaynak tidning kalla 媒体 来源 報刊 المصدر";
const AUTHOR: &str = "author authors byline writer journalist reporter creator auteur auteurs autor autorin autoren \
    verfasser autores autore autori autorzy автор авторы автори yazar forfattare forfatter 作者 著者 الكاتب";
const URL: &str = "url articleurl weburl permalink link weblink webaddress href address lien adresse enlace adres \
    ссылка адрес посилання adresa baglanti lank 链接 網址 الرابط uri";
const LANGUAGE: &str = "language lang articlelanguage langue sprache idioma lingua taal jezyk язык мова dil sprak \
    语言 語言 اللغة";
const AGENCY: &str = "agency newsagency wireservice wire agence agencedepresse nachrichtenagentur agentur agencia \
    agenzia agencja persbureau агентство агенція ajans nyhetsbyra 通讯社";

/// What a head is compared by.
pub(in crate::import) fn key(head: &str) -> String {
    searchable(head).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What a column with this head holds, and how unclear the head is.
pub(super) fn recognise(head: &str) -> Option<(ColumnUse, usize)> {
    static KNOWN: LazyLock<HashMap<String, (ColumnUse, usize)>> = LazyLock::new(|| {
        let lists = [
            (ColumnUse::Text, TEXT),
            (ColumnUse::Detail(Field::Title), TITLE),
            (ColumnUse::Detail(Field::Date), DATE),
            (ColumnUse::Detail(Field::Updated), UPDATED),
            (ColumnUse::Detail(Field::Outlet), OUTLET),
            (ColumnUse::Detail(Field::Author), AUTHOR),
            (ColumnUse::Detail(Field::Url), URL),
            (ColumnUse::Detail(Field::Language), LANGUAGE),
            (ColumnUse::Detail(Field::Agency), AGENCY),
        ];
        let heads = lists.into_iter().flat_map(|(holds, heads)| {
            heads.split_whitespace().enumerate().map(move |(rank, head)| (key(head), (holds.clone(), rank)))
        });
        heads.collect()
    });
    KNOWN.get(&key(head)).cloned()
}

/// Lets a column hold what was said of it. Another column that was guessed to hold the same becomes a free field.
pub(super) fn assign(mapping: &mut ColumnMapping, column: &MappedColumn) {
    let wanted = key(&column.head);
    let is_meant = |own: &MappedColumn| key(&own.head) == wanted;
    if !mapping.columns.iter().any(is_meant) {
        return;
    }
    for own in &mut mapping.columns {
        if is_meant(own) {
            own.holds = column.holds.clone();
        } else if own.holds == column.holds && own.holds != ColumnUse::Ignore {
            own.holds = ColumnUse::Detail(Field::Free(own.head.clone()));
        }
    }
}
