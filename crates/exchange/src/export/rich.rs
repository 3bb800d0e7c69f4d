//! Writes tables as rich text for the clipboard, which word processors paste as tables of their own.

use standpoint_analysis::report::sheet::{Sheet, SheetSelection, sign_of};

use crate::xml::escaped;

/// Returns the selected part of a table, with the headers of its rows and columns, as an HTML fragment. Cells read as
/// on screen.
pub fn selection(sheet: &Sheet, selection: &SheetSelection) -> String {
    let mut out = String::from("<table>");
    out.push_str(&format!("<tr><th align=\"left\">{}</th>", escaped(&sheet.row_axes)));
    for column in sheet.selected_columns(selection) {
        out.push_str(&format!("<th align=\"right\">{}</th>", escaped(&column.path)));
    }
    out.push_str("</tr>");
    let align = if sheet.measure.is_text() { "left" } else { "right" };
    for (row, cells) in sheet.selected_rows(selection) {
        let indent = "\u{2003}".repeat(row.depth);
        out.push_str(&format!("<tr><th align=\"left\">{indent}{}</th>", escaped(&row.name)));
        for entry in cells {
            let text = match entry.shown_reason(sheet.measure) {
                Some(reason) => sign_of(reason).0.to_owned(),
                None => escaped(&entry.text(sheet.measure)).replace('\n', "<br>"),
            };
            out.push_str(&format!("<td align=\"{align}\">{text}</td>"));
        }
        out.push_str("</tr>");
    }
    out.push_str("</table>");
    out
}

/// Returns all tables below each other, each under the name of its layer.
pub fn all(sheets: &[Sheet]) -> String {
    let each = sheets.iter().map(|sheet| {
        let layer = sheet.layer.as_ref().map(|layer| format!("<p><b>{}</b></p>", escaped(layer))).unwrap_or_default();
        layer + &selection(sheet, &sheet.whole())
    });
    each.collect()
}
