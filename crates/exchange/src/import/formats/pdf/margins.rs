//! Heads, feet and numbers of pages, which are not part of an article.
//!
//! They are known by what comes again at the same height of other pages and is set off from the text, or by what the file
//! itself calls an artifact.
//! They are listed beside the text, so that an analyst can put them back.

use std::collections::HashMap;

use super::lines::Line;

/// How many lines at either end of a page may be its head or foot.
const MAX_MARGIN_LINES: usize = 4;
/// A head is no longer than this.
const MAX_MARGIN_CHARS: usize = 200;
/// How much the height of a head may differ from page to page, in points.
const SAME_HEIGHT_PT: f32 = 4.0;
/// A line no farther from the text than its lines are from each other, by this factor, belongs to it.
const SET_OFF: f32 = 1.3;
/// In a longer file, a line that comes on two pages only may be there by chance.
const MANY_PAGES: usize = 7;

/// What a line at the end of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum PageMargin {
    Head,
    Foot,
    Number,
}

impl PageMargin {
    /// Why it is not in the text.
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::Head => "head of the page",
            Self::Foot => "foot of the page",
            Self::Number => "page number",
        }
    }
}

/// Says of each line of each page whether it is in the margin.
pub(super) fn margins(pages: &[Vec<Line>]) -> Vec<Vec<Option<PageMargin>>> {
    let candidates: Vec<Candidates> = pages.iter().map(|lines| Candidates::of(lines)).collect();
    let mut places: HashMap<(PageMargin, String), Vec<(f32, usize)>> = HashMap::new();
    for (page, of_page) in candidates.iter().enumerate() {
        for (side, lines) in of_page.sides() {
            for line in lines {
                let line = &pages[page][*line];
                places.entry((side, outline(&line.text))).or_default().push((line.y, page));
            }
        }
    }
    for heights in places.values_mut() {
        heights.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    let n_needed = if pages.len() > MANY_PAGES { 3 } else { 2 };
    let comes_again = |side, line: &Line| {
        let Some(heights) = places.get(&(side, outline(&line.text))) else { return false };
        let from = heights.partition_point(|(y, _)| *y < line.y - SAME_HEIGHT_PT);
        let near = heights[from..].iter().take_while(|(y, _)| *y <= line.y + SAME_HEIGHT_PT);
        // The same page may have the line twice; a few more than needed are enough to see another one.
        let mut on_pages: Vec<usize> = near.take(MAX_MARGIN_LINES * n_needed).map(|(_, page)| *page).collect();
        on_pages.dedup();
        on_pages.sort_unstable();
        on_pages.dedup();
        on_pages.len() >= n_needed
    };
    let trusts_artifacts = artifacts_are_few(pages);
    let leading = usual_leading(pages, &candidates);
    let mut all = Vec::with_capacity(pages.len());
    for (lines, of_page) in pages.iter().zip(&candidates) {
        let mut found = vec![None; lines.len()];
        for (side, candidates) in of_page.sides() {
            for index in candidates {
                let line = &lines[*index];
                let is_lone_number = pages.len() == 1 && is_number_of_one_page(&line.text);
                if !(is_lone_number || comes_again(side, line) || trusts_artifacts && line.is_artifact) {
                    break;
                }
                found[*index] = Some(if has_letters(&line.text) { side } else { PageMargin::Number });
            }
            give_back_text(lines, (side, &of_page.by_height), leading, &mut found);
        }
        if trusts_artifacts {
            for (line, found) in lines.iter().zip(&mut found).filter(|(line, _)| line.is_artifact) {
                let is_above = of_page.middle < line.y;
                found.get_or_insert(if is_above { PageMargin::Head } else { PageMargin::Foot });
            }
        }
        // A page of one line is not all margin.
        if found.iter().all(Option::is_some) && pages.len() == 1 {
            found.fill(None);
        }
        all.push(found);
    }
    all
}

/// The usual distance of two lines, in points.
fn usual_leading(pages: &[Vec<Line>], candidates: &[Candidates]) -> f32 {
    let of_page = |(lines, of_page): (&Vec<Line>, &Candidates)| -> Vec<f32> {
        let pairs = of_page.by_height.windows(2).map(|pair| (&lines[pair[0]], &lines[pair[1]]));
        pairs.map(|(a, b)| (a.y - b.y, b.size)).filter(|(gap, size)| gap > &(size / 2.0)).map(|(gap, _)| gap).collect()
    };
    let mut gaps: Vec<f32> = pages.iter().zip(candidates).flat_map(of_page).collect();
    gaps.sort_by(f32::total_cmp);
    gaps.get(gaps.len() * 2 / 5).copied().unwrap_or(f32::INFINITY)
}

/// Takes lines back from the margin that stand no farther from the text than its own lines: a report may begin each page
/// with the same words.
fn give_back_text(
    lines: &[Line],
    (side, by_height): (PageMargin, &[usize]),
    leading: f32,
    found: &mut [Option<PageMargin>],
) {
    let order: Vec<usize> = match side {
        PageMargin::Foot => by_height.iter().rev().copied().collect(),
        PageMargin::Head | PageMargin::Number => by_height.to_vec(),
    };
    let n_taken = order.iter().take_while(|index| found[**index].is_some()).count();
    for at in (0..n_taken).rev() {
        let Some(inner) = order.get(at + 1).map(|index| &lines[*index]) else { return };
        let line = &lines[order[at]];
        let is_near = (line.y - inner.y).abs() <= leading * SET_OFF && line.is_same_size(inner);
        if !is_near || line.is_artifact || !has_letters(&line.text) {
            return;
        }
        found[order[at]] = None;
    }
}

/// The lines of a page that may be head or foot, from the edge inwards.
struct Candidates {
    /// All lines, from the top.
    by_height: Vec<usize>,
    top: Vec<usize>,
    bottom: Vec<usize>,
    middle: f32,
}

impl Candidates {
    fn of(lines: &[Line]) -> Self {
        let turn = lines.iter().max_by_key(|line| line.text.len()).map(|line| line.turn);
        let mut by_height: Vec<usize> = (0..lines.len()).filter(|index| Some(lines[*index].turn) == turn).collect();
        by_height.sort_by(|a, b| lines[*b].y.total_cmp(&lines[*a].y));
        let middle = match (by_height.first(), by_height.last()) {
            (Some(first), Some(last)) => f32::midpoint(lines[*first].y, lines[*last].y),
            _ => 0.0,
        };
        let may_be = |index: &usize| lines[*index].text.chars().count() <= MAX_MARGIN_CHARS;
        let take = |indexes: &mut dyn Iterator<Item = usize>| {
            indexes.take(MAX_MARGIN_LINES).take_while(may_be).collect::<Vec<usize>>()
        };
        let n_top = by_height.iter().filter(|index| lines[**index].y >= middle).count();
        let top = take(&mut by_height[..n_top].iter().copied());
        let bottom = take(&mut by_height[n_top..].iter().rev().copied());
        Self { by_height, top, bottom, middle }
    }

    fn sides(&self) -> [(PageMargin, &[usize]); 2] {
        [(PageMargin::Head, &self.top), (PageMargin::Foot, &self.bottom)]
    }
}

/// The line without what differs from page to page.
fn outline(text: &str) -> String {
    if is_roman(text) {
        return "#".to_owned();
    }
    let mut outline = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_numeric() => {
                if !outline.ends_with('#') {
                    outline.push('#');
                }
            }
            ' ' => {}
            c => outline.extend(c.to_lowercase()),
        }
    }
    outline
}

fn is_roman(text: &str) -> bool {
    !text.is_empty() && text.len() <= 7 && text.chars().all(|c| "ivxlc".contains(c))
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && !is_roman(text)
}

/// Whether a line of the only page is its number: “1”, “– 1 –” or “1/1”.
fn is_number_of_one_page(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "-–—·|".contains(c));
    matches!(bare, "1" | "1/1" | "1 / 1")
}

/// Some programs call everything an artifact, which then says nothing.
fn artifacts_are_few(pages: &[Vec<Line>]) -> bool {
    let (mut n_artifacts, mut n_all) = (0, 0);
    for line in pages.iter().flatten() {
        n_all += line.text.len();
        n_artifacts += if line.is_artifact { line.text.len() } else { 0 };
    }
    n_artifacts * 2 < n_all
}

#[cfg(test)]
mod tests {
    use super::{
        super::lines::{lines, tests::set},
        *,
    };

    /// The lines of a page from its top, 12 points each, but for the first and the last, which are set off; and which of
    /// them are in the margin.
    fn check(pages: &[&[&str]], expected: &[&[&str]]) {
        let page = |texts: &&[&str]| {
            let mut y = 800.0;
            let mut glyphs = Vec::new();
            for (at, text) in texts.iter().enumerate() {
                y -= if at == 1 || at + 1 == texts.len() { 30.0 } else { 12.0 };
                glyphs.extend(set(text, 0.0, y));
            }
            lines(&glyphs)
        };
        let pages: Vec<Vec<Line>> = pages.iter().map(page).collect();
        let found = margins(&pages);
        let left_out = |(lines, found): (&Vec<Line>, Vec<Option<PageMargin>>)| -> Vec<String> {
            let both = lines.iter().zip(found);
            both.filter_map(|(line, margin)| Some(format!("{}: {}", margin?.reason(), line.text))).collect()
        };
        assert_eq!(pages.iter().zip(found).map(left_out).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_comes_again_at_the_same_height_is_left_out() {
        check(
            &[
                &["Harbour News 12 May", "The bridge", "is shut", "and stays so", "Page 1 of 3"],
                &["Harbour News 12 May", "for ever", "said the", "old mayor", "Page 2 of 3"],
                &["Harbour News 12 May", "A new bridge", "again", "opened", "Page 3 of 3"],
            ],
            &[
                &["head of the page: Harbour News 12 May", "foot of the page: Page 1 of 3"],
                &["head of the page: Harbour News 12 May", "foot of the page: Page 2 of 3"],
                &["head of the page: Harbour News 12 May", "foot of the page: Page 3 of 3"],
            ],
        );
    }

    #[test]
    fn what_stands_as_near_as_the_text_is_text() {
        let page = |texts: [&str; 5]| {
            let glyphs: Vec<_> =
                texts.iter().zip([800.0, 770.0, 758.0, 746.0, 734.0]).flat_map(|(text, y)| set(text, 0.0, y)).collect();
            lines(&glyphs)
        };
        let pages = [
            page(["Council of Harbour", "QUESTION: And then?", "The toll is", "not my affair", "so I went"]),
            page(["Council of Harbour", "QUESTION: And then?", "We walked on", "to the old", "town hall"]),
        ];
        assert_eq!(margins(&pages), vec![vec![Some(PageMargin::Head), None, None, None, None]; 2]);
    }

    #[test]
    fn numbers_are_told_from_text_by_their_height() {
        check(
            &[&["Ayes", "12", "so it was", "1"], &["Noes were", "few", "indeed", "2"]],
            &[&["page number: 1"], &["page number: 2"]],
        );
        check(
            &[&["iii", "a text", "is here"], &["iv", "and here", "too"]],
            &[&["page number: iii"], &["page number: iv"]],
        );
    }

    #[test]
    fn one_page_has_nothing_that_comes_again() {
        check(&[&["Harbour News", "The bridge", "1"]], &[&["page number: 1"]]);
        check(&[&["1"]], &[&[]]);
    }

    #[test]
    fn a_line_that_is_the_same_elsewhere_is_text() {
        check(&[&["The talks", "went on", "x", "y"], &["Far away", "The talks", "x", "z"]], &[&[], &[]]);
    }

    #[test]
    fn artifacts_are_left_out_wherever_they_stand() {
        let mut page = lines(&[set("Draft", 0.0, 90.0), set("The bridge is shut", 0.0, 78.0)].concat());
        page[0].is_artifact = true;
        assert_eq!(margins(&[page.clone()])[0], [Some(PageMargin::Head), None]);
        page[1].is_artifact = true;
        assert_eq!(margins(&[page])[0], [None, None]);
    }
}
