//! Memory follows what a project holds: highlights, and cells that hold some; not rows × columns × stances.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use peak_alloc::PeakAlloc;
use standpoint_analysis::{
    comparison::Comparison,
    facts::Facts,
    findings,
    network::{Network, NetworkMode, NetworkQuery, OneMode, OneModeNorm},
};
use standpoint_core::{
    model::{
        Article, Code, CodeId, CodeKind, Details, Highlight, Project, Stance, StanceId, Tags,
        view::{Axis, Measure, PictureKind, Query},
    },
    text::{Span, Text},
};
use standpoint_exchange::{
    export::{Export, ExportSource, PictureFormat, csv::CsvOptions, form::TableFormat},
    picture::{self, InkPalette, PictureOptions, PictureSetting},
};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Memory is measured for the whole process, so each test holds this while it runs.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The most bytes that this work has in use at a time, besides what was in use before.
fn peak(work: impl FnOnce()) -> usize {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    work();
    MEMORY.peak_usage().saturating_sub(before)
}

/// What is in a project, and how it is spread.
struct Shape {
    actors: usize,
    issues: usize,
    stances: usize,
    articles: usize,
    /// Whether each code is the parent of the next.
    is_deep: bool,
}

/// A project of this shape in which each article has one highlight. Actors, issues, stances and outlets take turns, so
/// that as many of them as possible are used.
fn project(shape: &Shape) -> Project {
    let mut project = Project::titled("Large");
    let book = &mut project.codebook;
    for (kind, n) in [(CodeKind::Actor, shape.actors), (CodeKind::Issue, shape.issues)] {
        let mut code = book.fresh_code(kind, "a", None);
        for at in 0..n {
            let parent = (shape.is_deep && at > 0).then(|| CodeId::from(&*format!("c{}", at - 1)));
            code = Code { id: CodeId::from(&*format!("c{at}")), name: format!("Code {at}"), parent, ..code };
            book.codes_mut(kind).push(code.clone());
        }
    }
    let stance = book.stances[0].clone();
    book.stances = (0..shape.stances)
        .map(|at| Stance { id: StanceId::from(&*format!("s{at}")), name: format!("Stance {at}"), ..stance.clone() })
        .collect();
    for at in 0..shape.articles {
        let details = Details { outlet: format!("Outlet {at}"), ..Details::default() };
        let mut article = Article::new(details, Text::new("one word"));
        let id = |n: usize| CodeId::from(&*format!("c{}", at % n));
        let tags = Tags {
            actor: Some(id(shape.actors)),
            issue: Some(id(shape.issues)),
            stance: Some(StanceId::from(&*format!("s{}", at % shape.stances))),
        };
        article
            .highlights
            .push(Highlight::new(&article.text, Span::new(0, 3), tags, "AK", "2026-01-12T09:14:00Z").into());
        project.articles.push(Arc::new(article));
    }
    project
}

/// Counts this project in each of these ways and holds memory to so many bytes for each highlight.
fn check(name: &str, shape: &Shape, queries: &[(Axis, Axis)], bytes_each: usize) {
    let _alone = alone();
    let project = project(shape);
    let most = bytes_each * shape.articles;
    for (rows, columns) in queries {
        let query = Query::of(rows.clone(), columns.clone());
        let used = peak(|| {
            let comparison = Comparison::of(&project, query);
            assert_eq!(comparison.table(0).cell(None, None).highlights as usize, shape.articles);
            assert!(comparison.table(0).largest(1.0) >= 1.0 && !comparison.shown().rows.is_empty());
        });
        assert!(used < most, "{name}, {rows:?} × {columns:?}: {used} bytes for {} highlights", shape.articles);
    }
    let used = peak(|| {
        let facts = Facts::of(&project);
        let filter = standpoint_core::model::view::HighlightFilter::default();
        findings::findings(&project, &facts, &filter, 0);
        findings::silences(&project, &facts, &filter);
    });
    assert!(used < most + 250 * findings::MOST_SILENCES, "{name}: findings took {used} bytes");
    let used = peak(|| {
        let network = Network::of(&project, &Facts::of(&project), NetworkQuery::of(NetworkMode::ACTORS_AND_ISSUES));
        assert!(!network.ties.is_empty());
    });
    assert!(used < most, "{name}: a network took {used} bytes");
}

#[test]
fn a_long_scale_takes_no_more_than_its_highlights() {
    let shape = Shape { actors: 700, issues: 700, stances: 20_000, articles: 20_000, is_deep: false };
    check("20,000 stances", &shape, &[(Axis::Issue, Axis::Actor), (Axis::Issue, Axis::Stance)], 4_000);
}

#[test]
fn wide_tables_take_no_more_than_their_highlights() {
    let shape = Shape { actors: 20_000, issues: 20_000, stances: 3, articles: 20_000, is_deep: false };
    let queries = [(Axis::Issue, Axis::Actor), (Axis::Article, Axis::Outlet), (Axis::Outlet, Axis::Actor)];
    check("20,000 × 20,000", &shape, &queries, 4_000);
}

#[test]
fn deep_trees_take_no_more_than_the_cells_they_fill() {
    // Each highlight counts for each code above its own: in the mean for 2,500.
    let shape = Shape { actors: 1, issues: 5_000, stances: 3, articles: 500, is_deep: true };
    check("5,000 levels", &shape, &[(Axis::Issue, Axis::Actor), (Axis::Actor, Axis::Issue)], 40_000);
}

#[test]
fn a_table_is_written_without_keeping_its_cells() {
    let _alone = alone();
    let project = project(&Shape { actors: 500, issues: 500, stances: 3, articles: 500, is_deep: false });
    for measure in [Measure::Highlights, Measure::Residual, Measure::FirstQuote] {
        let query = Query { measure, ..Query::of(Axis::Issue, Axis::Actor) };
        for format in [TableFormat::Csv, TableFormat::Tidy, TableFormat::Tsv] {
            let mut written = Counted(0);
            let (options, made) = (CsvOptions::default(), jiff::Timestamp::UNIX_EPOCH);
            let write = || format.write(&mut written, &project, &query, options, made).expect("nothing can fail");
            let used = peak(write);
            // Each of 250,000 cells takes a byte or more in the file, and would take 200 in memory.
            assert!(written.0 > 250_000 && used < 4 << 20, "{format:?}, {measure:?}: {used} bytes for {}", written.0);
        }
    }
}

#[test]
fn what_is_too_large_is_refused_before_anything_is_written() {
    let _alone = alone();
    // Everybody speaks about the first issue, so that everybody is tied to everybody.
    let mut project = project(&Shape { actors: 20_000, issues: 1, stances: 3, articles: 20_000, is_deep: false });
    let first = project.codebook.issues[0].clone();
    let more =
        (1..20_000).map(|at| Code { id: CodeId::from(&*format!("c{at}")), name: format!("I {at}"), ..first.clone() });
    project.codebook.issues.extend(more);
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let choices = PictureOptions {
        mode: NetworkMode::One { of: CodeKind::Actor, aggregation: OneMode::Ignore, normalization: OneModeNorm::None },
        ..PictureOptions::default()
    };
    let cells = "400,000,000 cells (20,000 rows × 20,000 columns)";
    let tables = TableFormat::ALL.map(|form| (Export::Comparison(form), PictureKind::Table, "cells (20,000 rows"));
    let picture = Export::Picture(PictureFormat::Svg);
    let others = [
        (Export::Comparison(TableFormat::Csv), PictureKind::Table, cells),
        (picture, PictureKind::HeatMap, cells),
        (picture, PictureKind::Network, "199,990,000 pairs of actors"),
        (Export::Network, PictureKind::Table, "199,990,000 pairs of actors"),
    ];
    for (export, drawn_as, size) in tables.into_iter().chain(others) {
        let source = ExportSource {
            project: &project,
            query: &Query::of(Axis::Issue, Axis::Actor),
            drawn_as,
            choices: &choices,
            lines: None,
            csv: CsvOptions::default(),
            file: None,
            made: jiff::Timestamp::UNIX_EPOCH,
        };
        let path = folder.path().join("kept.csv");
        std::fs::write(&path, "kept").expect("the folder can be written");
        let used = peak(|| {
            let error = export.write_file(&path, &source).expect_err("it is too large").to_string();
            assert!(error.contains(size), "{export:?}: {error}");
            let mut out = Vec::new();
            assert!(export.write(&mut out, &source).is_err() && out.is_empty(), "{export:?}");
        });
        assert!(used < 80 << 20, "{export:?}: {used} bytes");
        let left: Vec<_> = std::fs::read_dir(folder.path()).expect("it is there").collect();
        assert!(left.len() == 1 && std::fs::read(&path).is_ok_and(|kept| kept == b"kept"), "{export:?}");
    }
    let everybody = PictureOptions { mode: NetworkMode::ACTORS_AND_ISSUES, ..choices };
    let setting = PictureSetting::of(&project, InkPalette::print());
    let error = picture::draw_query(&setting, Query::default(), PictureKind::Network, &everybody);
    assert!(error.is_err_and(|error| error.to_string().starts_with("this network has 20,001 nodes; a picture")));
    // Where each row has one bar, there is room.
    let query = Query::of(Axis::Issue, Axis::Actor);
    assert!(picture::draw_query(&setting, query, PictureKind::Bars, &choices).is_ok());
}

#[test]
fn a_workbook_of_many_quotes_keeps_few_of_them() {
    let _alone = alone();
    let project = project(&Shape { actors: 50, issues: 50, stances: 3, articles: 20_000, is_deep: false });
    let mut written = Counted(0);
    let (query, options, made) = (Query::default(), CsvOptions::default(), jiff::Timestamp::UNIX_EPOCH);
    let write = || TableFormat::Xlsx.write(&mut written, &project, &query, options, made).expect("nothing can fail");
    let used = peak(write);
    let filter = standpoint_core::model::view::HighlightFilter::default();
    let by_findings = peak(|| drop(findings::ProjectFindings::of(&project, &Facts::of(&project), &filter)));
    // A quote took 5,000 bytes. Now it takes its facts and its place, so that a million take less than 256 MB, besides
    // what finding takes in a project of as many outlets.
    assert!(written.0 > 500_000 && used < 250 * 20_000 + by_findings, "{used} bytes for 20,000 quotes");
}

/// Counts the bytes that are written and keeps none.
struct Counted(usize);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_table_for_each_outlet_takes_no_more_than_its_highlights() {
    let _alone = alone();
    let project = project(&Shape { actors: 2_000, issues: 2_000, stances: 3, articles: 2_000, is_deep: false });
    let query = Query { layers: Some(Axis::Outlet), ..Query::of(Axis::Issue, Axis::Actor) };
    let used = peak(|| assert_eq!(Comparison::of(&project, query).n_tables(), 2_000));
    // A table of 2,000 × 2,000 for each of 2,000 outlets.
    assert!(used < 60 << 20, "{used} bytes");
}
