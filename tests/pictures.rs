//! Pictures of the comparison, as they leave the program: read back by a reader of XML and one of PNG.

use std::{path::Path, sync::Arc};

use egui::vec2;
use egui_kittest::{Harness, kittest::Queryable as _};
use standpoint::ui::{
    theme,
    widgets::picture::{DrawnPicture, PictureOnScreen},
};
use standpoint_analysis::{
    comparison::{Comparison, intervals::Intervals},
    facts::Facts,
    network::{Network, NetworkMode, NetworkPart, NetworkQuery, OneMode, OneModeNorm},
};
use standpoint_core::{
    model::{
        Article, CodeId, CodeKind, Details, Highlight, Project, Tags,
        view::{Axis, AxisValue, HeaderKey, Measure, Query},
    },
    text::{Span, Text},
};
use standpoint_exchange::picture::{
    self, Area, BarGrouping, Dash, Heading, InkPalette, MarkKey, MarkRegion, PeriodUnit, Picture, PictureMark,
    PictureOptions, PictureSetting, Resolution, ShapeForm,
};
use standpoint_store as store;

fn sample() -> Project {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/moscow-talks.ron");
    store::open(&path).expect("the sample project is sound")
}

fn setting(project: &Project) -> PictureSetting<'_> {
    PictureSetting::of(project, InkPalette::print())
}

/// An article with a highlight for each (actor, issue, stance); an empty stance is none.
fn add_article(project: &mut Project, date: &str, said: &[(&str, &str, &str)]) {
    let mut article = Article::new(
        Details { title: format!("Of {date}"), date: date.parse().ok(), ..Details::default() },
        Text::new("word ".repeat(said.len())),
    );
    for (at, (actor, issue, stance)) in said.iter().enumerate() {
        let mut code = |kind: CodeKind, name: &str| -> CodeId {
            if let Some(code) = project.codebook.code_called(kind, name) {
                return code.id.clone();
            }
            let code = project.codebook.fresh_code(kind, name, None);
            let id = code.id.clone();
            project.codebook.codes_mut(kind).push(code);
            id
        };
        let tags = Tags {
            actor: Some(code(CodeKind::Actor, actor)),
            issue: Some(code(CodeKind::Issue, issue)),
            stance: (!stance.is_empty()).then(|| (*stance).into()),
        };
        let span = Span::new(5 * at, 5 * at + 4);
        let highlight = Highlight::new(&article.text, span, tags, "AK", "2026-01-12T09:14:00Z");
        article.highlights.push(highlight.into());
    }
    project.articles.push(Arc::new(article));
}

/// Two actors on two issues, with a name that XML must escape.
fn small() -> Project {
    let mut project = Project::titled("Talks & <more>");
    add_article(
        &mut project,
        "2025-12-03",
        &[
            ("Russia", "Cease-fire <now>", "opposes"),
            ("Russia", "Cease-fire <now>", "opposes"),
            ("Russia", "Cease-fire <now>", "supports"),
            ("R&D", "Cease-fire <now>", ""),
            ("R&D", "Territory", "supports"),
        ],
    );
    project
}

fn bars(project: &Project, query: Query, grouping: BarGrouping) -> Picture {
    let comparison = Comparison::of(project, query);
    picture::bars(&setting(project), (comparison.table(0), &Intervals::default()), &comparison.shown(), grouping)
}

fn heat_map(project: &Project, query: Query) -> Picture {
    let comparison = Comparison::of(project, query);
    picture::heat_map(&setting(project), comparison.table(0), &comparison.shown())
}

fn timeline(project: &Project, query: &Query, unit: PeriodUnit) -> Picture {
    let comparison = Comparison::of(project, query.clone());
    let keys: Vec<HeaderKey> = comparison.shown().rows.iter().map(|row| comparison.rows()[*row].key.clone()).collect();
    picture::timeline(&setting(project), &mut Facts::of(project), query, &keys, unit)
}

fn network(project: &Project, mode: NetworkMode) -> Picture {
    let network = Network::of(project, &Facts::of(project), NetworkQuery::of(mode));
    picture::network(&setting(project), &network, 1)
}

/// Each picture of a project in its usual form, and some of the unusual ones.
fn all(project: &Project) -> Vec<Picture> {
    let of = |measure| Query { measure, ..Query::default() };
    let actors = NetworkMode::One {
        of: CodeKind::Actor,
        aggregation: OneMode::Subtract,
        normalization: OneModeNorm::AverageActivity,
    };
    let mut pictures: Vec<Picture> = Measure::ALL.into_iter().map(|measure| heat_map(project, of(measure))).collect();
    pictures.extend(Measure::ALL.into_iter().map(|measure| bars(project, of(measure), BarGrouping::Rows)));
    pictures.push(bars(project, of(Measure::Highlights), BarGrouping::Columns));
    pictures.push(timeline(project, &Query::default(), PeriodUnit::Day));
    pictures.push(network(project, NetworkMode::ACTORS_AND_ISSUES));
    pictures.push(network(project, actors));
    pictures
}

/// The named shapes: what each says and where it is.
fn named(picture: &Picture) -> Vec<(&str, Area)> {
    picture.shapes.iter().filter_map(|shape| Some((shape.name.as_deref()?, shape.form.bounds()))).collect()
}

fn words(picture: &Picture) -> Vec<&str> {
    picture
        .shapes
        .iter()
        .filter_map(|shape| match &shape.form {
            ShapeForm::Text(words) => Some(&*words.text),
            _ => None,
        })
        .collect()
}

#[test]
fn a_bar_is_stacked_by_stance_and_as_long_as_its_counts() {
    let project = small();
    let drawn = bars(&project, Query::of(Axis::Actor, Axis::Issue), BarGrouping::Rows);
    let parts = named(&drawn);
    let names: Vec<&str> = parts.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names,
        [
            "Russia: 1 of 3 highlights, supports",
            "Russia: 2 of 3 highlights, opposes",
            "R&D: 1 of 2 highlights, supports",
            "R&D: 1 of 2 highlights, no stance",
        ]
    );
    let widths: Vec<f32> = parts.iter().map(|(_, area)| area.width).collect();
    for (width, n) in widths.iter().zip([1.0, 2.0, 1.0, 1.0]) {
        assert!((width - n * widths[0]).abs() < 0.01, "{widths:?}");
    }
    assert!((parts[0].1.right() - parts[1].1.x).abs() < 0.01, "the parts of a bar follow each other");
    assert!(words(&drawn).contains(&"3 · net −0.3"), "{:?}", words(&drawn));
    let is_hatched = |part: &Area| {
        drawn.shapes.iter().any(|shape| {
            let bounds = shape.form.bounds();
            let is_slanted = matches!(shape.form, ShapeForm::Line { .. }) && bounds.width > 1.0 && bounds.height > 1.0;
            is_slanted && part.overlap(&bounds) > 1.0
        })
    };
    assert!(is_hatched(&parts[1].1) && !is_hatched(&parts[0].1), "what opposes is told without colour");
}

#[test]
fn every_cell_of_a_heat_map_says_its_value_and_its_n() {
    let project = small();
    let net = Query { measure: Measure::NetStance, ..Query::of(Axis::Issue, Axis::Actor) };
    let drawn = heat_map(&project, net);
    let names: Vec<&str> = named(&drawn).iter().map(|(name, _)| *name).collect();
    assert!(names.contains(&"Cease-fire <now>, Russia: 3 highlights in 1 article, net −0.3"), "{names:?}");
    assert!(names.contains(&"Territory, Russia: nothing so far: some articles have not been read yet"), "{names:?}");
    let words = words(&drawn);
    assert!(words.contains(&"−0.3 (3)") && words.contains(&"+1.0 (1)"), "{words:?}");
    let fill = |name: &str| {
        let shape = drawn.shapes.iter().find(|shape| shape.name.as_deref().is_some_and(|of| of.starts_with(name)));
        match &shape.expect(name).form {
            ShapeForm::Area { fill, .. } => *fill,
            other => panic!("{name} is {other:?}"),
        }
    };
    let paper = InkPalette::print().paper;
    assert_ne!(fill("Cease-fire <now>, Russia"), fill("Territory, R&D"));
    assert_eq!(fill("Territory, Russia"), paper, "what nobody says has no shade");
}

#[test]
fn the_number_of_a_cell_has_its_place_however_narrow_the_columns_are() {
    let project = sample();
    for measure in [Measure::NetStance, Measure::LogOdds] {
        let query = Query { measure, ..Query::of(Axis::Issue, Axis::Actor) };
        let table = Comparison::of(&project, query.clone());
        let taken = table.table(0).cell(None, None).with_stance;
        let drawn = heat_map(&project, query);
        let words = words(&drawn);
        let in_brackets = words.iter().filter(|words| words.starts_with('(') && words.ends_with(')')).count();
        assert!(in_brackets > 100, "{in_brackets}");
        assert!(!words.iter().any(|words| words.contains(" (") && words.ends_with('…')), "{words:?}");
        assert!(measure == Measure::LogOdds || words.contains(&&*format!("({taken})")), "{taken}");
    }
}

#[test]
fn no_code_is_drawn_as_a_total_or_a_missing_tag() {
    let mut project = Project::titled("Talks");
    add_article(
        &mut project,
        "2025-12-03",
        &[("(no actor)", "All", "opposes"), ("NA", "All", "supports"), ("(no actor)", "Harbour", "")],
    );
    let query = || Query { measure: Measure::Highlights, ..Query::default() };
    for picture in [
        heat_map(&project, query()),
        bars(&project, query(), BarGrouping::Rows),
        bars(&project, query(), BarGrouping::Columns),
        timeline(&project, &query(), PeriodUnit::Day),
    ] {
        let said: Vec<&str> =
            words(&picture).into_iter().chain(named(&picture).into_iter().map(|(name, _)| name)).collect();
        assert!(said.iter().any(|said| said.contains("All [all]")), "{said:?}");
        let is_confusing = |said: &&&str| {
            ["(no actor)", "NA"].iter().any(|name| said.contains(name) && !said.contains(&format!("{name} [")))
        };
        assert_eq!(said.iter().find(is_confusing), None, "{said:?}");
    }
}

#[test]
fn a_timeline_joins_what_follows_and_leaves_gaps_where_nothing_is() {
    let mut project = Project::titled("Talks");
    for date in ["2025-12-03", "2025-12-04", "2025-12-08"] {
        add_article(&mut project, date, &[("Russia", "Territory", "opposes")]);
    }
    add_article(&mut project, "2025", &[("Russia", "Territory", "supports")]);
    let drawn = timeline(&project, &Query::default(), PeriodUnit::Day);
    let discs: Vec<Area> = drawn
        .shapes
        .iter()
        .filter(|shape| shape.name.is_some() && matches!(shape.form, ShapeForm::Circle { .. }))
        .map(|shape| shape.form.bounds())
        .collect();
    // All of it and one issue, on three days each.
    assert_eq!(discs.len(), 6);
    let middle = |area: &Area| area.x + 0.5 * area.width;
    let is_joined = |a: usize, b: usize| {
        drawn.shapes.iter().any(|shape| match &shape.form {
            ShapeForm::Line { points, .. } => {
                (points[0].x - middle(&discs[a])).abs() < 0.01 && (points[1].x - middle(&discs[b])).abs() < 0.01
            }
            _ => false,
        })
    };
    assert!(is_joined(0, 1) && !is_joined(1, 2));
    let day = middle(&discs[1]) - middle(&discs[0]);
    assert!((middle(&discs[2]) - middle(&discs[1]) - 4.0 * day).abs() < 0.1, "days without an article have their room");
    assert!(drawn.caption.contains("1 highlight of articles whose day is not known"), "{}", drawn.caption);
    assert!(named(&drawn).iter().any(|(name, _)| *name == "Territory, 8 Dec 2025: 1 highlight, net −1.0 from 1"));
}

#[test]
fn years_of_days_become_weeks_or_months() {
    let mut project = Project::titled("Talks");
    for date in ["2024-01-15", "2025-12-03"] {
        add_article(&mut project, date, &[("Russia", "Territory", "opposes")]);
    }
    assert!(timeline(&project, &Query::default(), PeriodUnit::Day).title.contains("by week"));
    add_article(&mut project, "2010-02-01", &[("Russia", "Territory", "opposes")]);
    assert!(timeline(&project, &Query::default(), PeriodUnit::Day).title.contains("by month"));
}

#[test]
fn ties_tell_their_stance_without_colour() {
    let project = small();
    let drawn = network(&project, NetworkMode::ACTORS_AND_ISSUES);
    let tie = |name: &str| {
        let shape = drawn.shapes.iter().find(|shape| shape.name.as_deref().is_some_and(|of| of.starts_with(name)));
        match &shape.expect(name).form {
            ShapeForm::Line { dash, stroke, .. } => (*dash, stroke.width),
            other => panic!("{name} is {other:?}"),
        }
    };
    let (russia, territory) = (tie("Russia – Cease-fire <now>"), tie("R&D – Territory"));
    assert_eq!((russia.0, territory.0), (Dash::Dotted, Dash::Solid));
    assert!(russia.1 > territory.1, "three highlights are a wider tie than one");
    let shape_of = |name: &str| {
        let shape = drawn.shapes.iter().find(|shape| shape.name.as_deref().is_some_and(|of| of.starts_with(name)));
        matches!(shape.expect(name).form, ShapeForm::Circle { .. })
    };
    assert!(shape_of("Russia (actor)") && !shape_of("Territory (issue)"));
}

#[test]
fn the_caption_says_filter_counting_and_n() {
    let project = small();
    let mut query = Query::of(Axis::Actor, Axis::Issue);
    query.filter.actors = vec!["russia".into()];
    query.counting = standpoint_core::model::view::Counting::OncePerArticle;
    for picture in [bars(&project, query.clone(), BarGrouping::Rows), heat_map(&project, query.clone())] {
        let caption = &picture.caption;
        for part in
            ["n = 2 highlights in 1 article", "counted once per article", "Filter: actor Russia", "Talks & <more>"]
        {
            assert!(caption.contains(part), "{part} is not in {caption}");
        }
        let shown = words(&picture).join(" ");
        assert!(shown.contains("n = 2 highlights in 1 article"), "the caption is drawn: {shown}");
    }
}

#[test]
fn svg_is_read_by_others_with_its_names_and_words() {
    for (project, name) in [(small(), "Talks & <more>"), (sample(), "Moscow talks")] {
        for picture in all(&project) {
            let svg = picture::svg(&picture);
            let document = roxmltree::Document::parse(&svg).unwrap();
            let root = document.root_element();
            assert_eq!(root.tag_name().namespace(), Some("http://www.w3.org/2000/svg"));
            let texts: Vec<&str> = document
                .descendants()
                .filter(|node| node.has_tag_name("text"))
                .filter_map(|node| node.text())
                .collect();
            assert_eq!(texts, words(&picture));
            let titles =
                document.descendants().filter(|node| node.has_tag_name("title")).filter_map(|node| node.text());
            let names = named(&picture);
            assert!(titles.eq(std::iter::once(&*picture.title).chain(names.iter().map(|(name, _)| *name))));
            assert!(svg.contains(&name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")));
        }
    }
}

#[test]
fn nothing_is_drawn_beside_the_paper() {
    let mut long = sample();
    for code in &mut long.codebook.issues {
        code.name = format!("{} and everything else that was said about it in the course of the talks", code.name);
    }
    for code in &mut long.codebook.actors {
        code.name = format!("{} with all ministers, envoys and spokespersons", code.name);
    }
    for project in [sample(), small(), long] {
        for picture in all(&project) {
            for shape in &picture.shapes {
                let Area { x, y, .. } = shape.form.bounds();
                let bounds = shape.form.bounds();
                let is_inside =
                    x >= 0.0 && y >= 0.0 && bounds.right() <= picture.width && bounds.bottom() <= picture.height;
                assert!(
                    is_inside,
                    "{}: {shape:?} lies outside of {} × {}",
                    picture.title, picture.width, picture.height
                );
            }
        }
    }
}

#[test]
fn the_same_project_gives_the_same_picture() {
    let project = sample();
    assert!(all(&project) == all(&project));
}

#[test]
fn the_pointer_finds_what_lies_on_top() {
    let project = small();
    let drawn = bars(&project, Query::of(Axis::Actor, Axis::Issue), BarGrouping::Rows);
    let (name, area) = named(&drawn)[1];
    let at = picture::Point { x: area.x + 1.0, y: area.y + 0.5 * area.height };
    assert_eq!(drawn.name_at(at), Some(name));
    assert_eq!(drawn.name_at(picture::Point { x: 1.0, y: 1.0 }), None);
}

#[test]
fn an_empty_project_gives_a_picture_that_says_so() {
    let project = Project::titled("Nothing yet");
    for picture in all(&project) {
        assert!(words(&picture).iter().any(|text| text.starts_with("Nothing to draw")), "{picture:?}");
    }
}

#[test]
fn png_has_the_pixels_it_promises_and_says_how_large_it_is() {
    let project = small();
    let drawn = heat_map(&project, Query::default());
    for (resolution, per_point, per_metre) in
        [(Resolution::Double, 2.0, 5_669), (Resolution::Print, 300.0 / 72.0, 11_811)]
    {
        let bytes = picture::png(&drawn, resolution).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let (width, height) = ((drawn.width * per_point).ceil(), (drawn.height * per_point).ceil());
        let info = reader.info();
        assert_eq!((f64::from(info.width), f64::from(info.height)), (f64::from(width), f64::from(height)));
        assert_eq!(info.pixel_dims.map(|dims| dims.xppu), Some(per_metre));
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        assert_eq!(pixels[..3], [255, 255, 255], "the corner is paper");
        // A cell in the middle of its shape has the colour the shape says.
        let shape = drawn
            .shapes
            .iter()
            .find(|shape| shape.name.as_deref().is_some_and(|name| name.starts_with("Cease-fire <now>, Russia")));
        let ShapeForm::Area { area, fill, .. } = &shape.unwrap().form else { panic!("a cell is an area") };
        let (x, y) = ((area.x + 3.0) * per_point, (area.y + 3.0) * per_point);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some thousands of pixels")]
        let whole = |n: f32| n as usize;
        let at = 3 * (whole(y) * whole(width) + whole(x));
        for (found, wanted) in pixels[at..at + 3].iter().zip(fill.0) {
            assert!(found.abs_diff(wanted) <= 1, "{:?} is not {fill}", &pixels[at..at + 3]);
        }
    }
}

#[test]
fn words_are_drawn_with_the_bundled_font() {
    // With a title and without: what differs is ink where the title stands.
    let project = small();
    let blank = setting(&project).blank();
    let mut untitled = blank.clone();
    untitled.shapes.remove(0);
    let draw = |picture: &Picture| picture::png(picture, Resolution::Double).unwrap();
    assert_ne!(draw(&blank), draw(&untitled));
}

#[test]
fn a_picture_too_large_for_pixels_says_to_take_svg() {
    let project = small();
    let mut drawn = heat_map(&project, Query::default());
    drawn.height = 30_000.0;
    let error = picture::png(&drawn, Resolution::Double).unwrap_err().to_string();
    assert!(error.contains("SVG"), "{error}");
    // No side is too long for itself, but together they are 60 million pixels.
    (drawn.width, drawn.height) = (3_000.0, 5_000.0);
    let error = picture::png(&drawn, Resolution::Double).unwrap_err().to_string();
    let expected = "it would have 6000 × 10000 pixels; a PNG may have 40 million, and 20,000 along a side. \
                    Save it as SVG, or show fewer rows and columns";
    assert_eq!(error, expected);
    (drawn.width, drawn.height) = (1_000.0, 3_000.0);
    assert!(picture::png(&drawn, Resolution::Double).is_ok());
    let error = picture::png(&drawn, Resolution::Print).unwrap_err().to_string();
    assert!(error.contains("as SVG or at a lower resolution"), "{error}");
}

#[test]
fn the_tables_of_layers_stand_below_each_other() {
    let project = sample();
    let comparison = Comparison::of(&project, Query { layers: Some(Axis::Outlet), ..Query::default() });
    let shown = comparison.shown();
    let draw = || comparison.tables().map(|table| picture::heat_map(&setting(&project), table, &shown));
    let heights: f32 = draw().map(|picture| picture.height).sum();
    let whole = Picture::stacked(draw().collect()).unwrap();
    assert!((whole.height - heights).abs() < 0.01 && draw().count() > 1);
    let titles = words(&whole).iter().filter(|text| text.starts_with("Issue × actor, ")).count();
    assert_eq!(titles, draw().count());
    assert_eq!(Picture::stacked(Vec::new()), None);
}

#[test]
fn rows_that_are_articles_are_drawn_as_well() {
    let project = sample();
    let by_article = Query::of(Axis::Article, Axis::Stance);
    let keys = [HeaderKey(vec![AxisValue::Missing])];
    let drawn = picture::timeline(&setting(&project), &mut Facts::of(&project), &by_article, &keys, PeriodUnit::Month);
    assert!(drawn.title.contains("by month"));
    assert!(!named(&bars(&project, by_article, BarGrouping::Rows)).is_empty());
}

#[test]
fn the_window_names_each_part_and_says_what_the_pointer_is_on() {
    let project = small();
    let drawn = bars(&project, Query::of(Axis::Actor, Axis::Issue), BarGrouping::Rows);
    let title = format!("{}. {}", drawn.title, drawn.caption);
    let (mut shown, mut screen) = (None, PictureOnScreen::default());
    let mut has_fonts = false;
    let mut harness = Harness::builder().with_size(vec2(900.0, 600.0)).build_ui(move |ui| {
        // Fonts are there from the frame after.
        if has_fonts {
            let place = screen.place(ui);
            let shown = shown.get_or_insert_with(|| Arc::new(DrawnPicture::of(drawn.clone(), place)));
            screen.ui(ui, shown, None, false);
        } else {
            theme::install_fonts(ui.ctx());
            theme::install_styles(ui.ctx());
            has_fonts = true;
        }
    });
    harness.run_steps(3);
    harness.get_by_label(&title);
    let part = "Russia: 2 of 3 highlights, opposes";
    let at = harness.get_by_label(part).rect().center();
    harness.hover_at(at);
    harness.run_steps(10);
    // The part itself, and the words beside the pointer.
    assert_eq!(harness.get_all_by_label(part).count(), 2);
}

/// The marks that the keyboard reaches, in any order.
fn reached(marks: &[PictureMark]) -> Vec<usize> {
    let first = picture::next_mark(marks, None, None, Heading::Right).expect("there is a first mark");
    // A place, and the node that the keyboard came from.
    let mut found: Vec<(usize, Option<usize>)> = vec![(first, None)];
    let mut at = 0;
    while let Some((place, from)) = found.get(at).copied() {
        let is_node = matches!(marks[place].key, MarkKey::Network(NetworkPart::Node(..)));
        let from = if is_node { Some(place) } else { from };
        let part = from.and_then(|from| match &marks[from].key {
            MarkKey::Network(part) => Some(part),
            _ => None,
        });
        for heading in [Heading::Left, Heading::Right, Heading::Up, Heading::Down] {
            let next = picture::next_mark(marks, Some(place), part, heading).map(|next| (next, from));
            found.extend(next.filter(|next| !found.contains(next)));
        }
        at += 1;
    }
    let mut places: Vec<usize> = found.into_iter().map(|(place, _)| place).collect();
    places.sort_unstable();
    places.dedup();
    places
}

#[test]
fn the_keyboard_reaches_every_mark_of_every_picture() {
    let project = sample();
    for drawn in all(&project) {
        assert!(!drawn.marks.is_empty(), "{}", drawn.title);
        assert_eq!(reached(&drawn.marks).len(), drawn.marks.len(), "{}", drawn.title);
    }
}

#[test]
fn the_pointer_finds_every_mark_and_each_has_a_name() {
    let project = sample();
    for drawn in all(&project) {
        for (at, mark) in drawn.marks.iter().enumerate() {
            assert!(mark.name.contains(": "), "{}", mark.name);
            let found = picture::mark_at(&drawn.marks, mark.region.centre(), 4.0);
            // Ties cross each other and lead under nodes.
            let is_tie = matches!(mark.region, MarkRegion::Line { .. });
            assert!(found == Some(at) || is_tie && found.is_some(), "{}: {}", drawn.title, mark.name);
            assert!(mark.shapes.iter().all(|shape| *shape < drawn.shapes.len()));
        }
        assert_eq!(picture::mark_at(&drawn.marks, picture::Point { x: 1.0, y: 1.0 }, 4.0), None);
    }
}

#[test]
fn behind_every_mark_are_the_highlights_it_speaks_of() {
    let project = sample();
    let mut facts = Facts::of(&project);
    let query = Query { measure: Measure::Highlights, ..Query::default() };
    let choices = PictureOptions::default();
    for drawn in [
        heat_map(&project, query.clone()),
        bars(&project, query.clone(), BarGrouping::Rows),
        bars(&project, query.clone(), BarGrouping::Columns),
        timeline(&project, &query, PeriodUnit::Day),
        network(&project, NetworkMode::ACTORS_AND_ISSUES),
    ] {
        for mark in &drawn.marks {
            let behind = picture::highlights_behind(&project, &mut facts, &query, &choices, &mark.key).len();
            let said = match behind {
                0 => ": silent: ".to_owned(),
                n => format!(": {}", standpoint_core::wording::counted(n, "highlight")),
            };
            assert!(mark.name.contains(&said), "{behind} behind {}", mark.name);
        }
    }
}

#[test]
fn weak_ties_are_hidden_and_the_others_stay_where_they_are() {
    let project = sample();
    let query = NetworkQuery::of(NetworkMode::ACTORS_AND_ISSUES);
    let found = Network::of(&project, &Facts::of(&project), query);
    let draw = |fewest: u32| picture::network(&setting(&project), &found, fewest);
    let (all, strong) = (draw(1), draw(3));
    let counts = strong.ties.expect("it is a network");
    let n_strong = found.ties.iter().filter(|tie| tie.n >= 3).count();
    assert_eq!((counts.drawn, counts.all), (n_strong, found.ties.len()));
    assert!(n_strong < found.ties.len() && n_strong > 0);
    let said = format!("Ties below 3 highlights are hidden: {n_strong} of {} are drawn.", found.ties.len());
    assert!(strong.caption.contains(&said), "{}", strong.caption);
    let mut n_nodes = 0;
    for mark in &strong.marks {
        let before = all.marks.iter().find(|before| before.key == mark.key).expect("it was there before");
        assert_eq!(before.region, mark.region, "{}", mark.name);
        n_nodes += usize::from(matches!(mark.region, MarkRegion::Disc { .. }));
    }
    assert!(n_nodes < found.nodes.len(), "a node without a tie is hidden too");
}

/// Runs the program on the sample project: what it wrote to standard output, or what it complained of.
fn run(arguments: &[&str]) -> Result<String, String> {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/moscow-talks.ron");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_standpoint"));
    let done = command.arg("export").arg(sample).args(arguments).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it speaks UTF-8");
    if done.status.success() { Ok(text(done.stdout)) } else { Err(text(done.stderr)) }
}

#[test]
fn the_command_line_draws_what_the_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    for name in ["bars", "heat-map", "timeline", "network"] {
        let svg = file("one.svg");
        run(&["picture", "--picture", name, "-o", &svg]).unwrap();
        let svg = std::fs::read_to_string(svg).unwrap();
        assert_eq!(roxmltree::Document::parse(&svg).unwrap().root_element().tag_name().name(), "svg");
        assert_eq!(run(&["picture", "--picture", name]).unwrap(), svg, "standard output gets SVG");
    }
    run(&["picture", "--rows", "stance", "-o", &file("one.PNG")]).unwrap();
    assert!(std::fs::read(file("one.PNG")).unwrap().starts_with(b"\x89PNG"));
    let complaint = run(&["picture", "-o", &file("one.jpg")]).unwrap_err();
    assert!(complaint.contains(".svg or .png") && !folder.path().join("one.jpg").exists(), "{complaint}");
}

#[test]
fn the_command_line_writes_networks_and_says_what_does_not_fit() {
    let actors = run(&["network", "--between", "actors", "--aggregation", "conflict", "--roll-up"]).unwrap();
    let document = roxmltree::Document::parse(&actors).unwrap();
    let values = |key: &str| -> Vec<&str> {
        let data = document.descendants().filter(|node| node.attribute("key") == Some(key));
        data.filter_map(|node| node.text()).collect()
    };
    assert!(values("kind").iter().all(|kind| *kind == "actor") && values("label").contains(&"Russia"));
    assert!(values("weight").iter().all(|weight| weight.parse::<f64>().unwrap() > 0.0));
    let complaint = run(&["network", "--aggregation", "conflict"]).unwrap_err();
    assert!(complaint.contains("“conflict”") && complaint.contains("ignore, subtract"), "{complaint}");
    for misfit in [&["highlights", "--print"][..], &["picture", "--roll-up"], &["network", "--measure", "articles"]] {
        assert!(run(misfit).is_err(), "{misfit:?} was taken");
    }
}

#[test]
fn names_in_a_network_do_not_hide_each_other() {
    let drawn = network(&sample(), NetworkMode::ACTORS_AND_ISSUES);
    let names: Vec<Area> = drawn
        .shapes
        .iter()
        .filter(|shape| matches!(shape.form, ShapeForm::Text(_)))
        .map(|shape| shape.form.bounds())
        .collect();
    assert!(names.len() > 50, "nearly all nodes have their names: {}", names.len());
    for (at, name) in names.iter().enumerate() {
        for other in &names[at + 1..] {
            // Less than three letters of small print.
            assert!(name.overlap(other) < 60.0, "{name:?} and {other:?}");
        }
    }
}

#[test]
fn of_very_many_ties_the_strongest_are_drawn_and_the_caption_says_so() {
    let mut project = Project::titled("Crowd");
    let names: Vec<[String; 2]> = (0..2_600).map(|at| [format!("A{}", at % 65), format!("I{}", at / 65)]).collect();
    let said = names.iter().map(|[actor, issue]| (&**actor, &**issue, ""));
    // One tie is twice as strong as the others.
    let said: Vec<_> = said.chain([("A64", "I39", "")]).collect();
    add_article(&mut project, "2025-12-03", &said);
    let drawn = network(&project, NetworkMode::ACTORS_AND_ISSUES);
    let ties: Vec<&str> = named(&drawn).into_iter().map(|(name, _)| name).filter(|name| name.contains(" – ")).collect();
    assert_eq!(ties.len(), 2_000);
    assert!(ties.contains(&"A64 – I39: 2 highlights"), "the strongest is among them");
    assert!(drawn.caption.contains("Only the strongest 2,000 of 2,600 ties are drawn."), "{}", drawn.caption);
}
