//! The icons: glyphs of Lucide, cut down to those in use by `assets/fonts/lucide.py`.

use egui::{FontFamily, FontId, RichText};

macro_rules! icons {
    ($($variant:ident: $name:literal, $glyph:literal;)*) => {
        /// An icon, named after what it stands for here.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Icon {
            $(#[doc = concat!("Lucide’s “", $name, "”.")] $variant,)*
        }

        impl Icon {
            /// All of them.
            pub const ALL: [Self; [$(stringify!($variant)),*].len()] = [$(Self::$variant),*];

            /// Its glyph in the face of icons.
            pub const fn glyph(self) -> char {
                match self {
                    $(Self::$variant => $glyph,)*
                }
            }
        }
    };
}

icons! {
    Read: "book-open", '\u{e05f}';
    Compare: "table-2", '\u{e2f9}';
    Codebook: "tags", '\u{e35c}';
    Search: "search", '\u{e151}';
    Undo: "undo-2", '\u{e2a1}';
    Redo: "redo-2", '\u{e2a0}';
    Close: "x", '\u{e1b2}';
    Plus: "plus", '\u{e13d}';
    Minus: "minus", '\u{e11c}';
    Tick: "check", '\u{e06c}';
    ChevronDown: "chevron-down", '\u{e06d}';
    ChevronUp: "chevron-up", '\u{e070}';
    ChevronLeft: "chevron-left", '\u{e06e}';
    ChevronRight: "chevron-right", '\u{e06f}';
    ArrowRight: "arrow-right", '\u{e049}';
    Filter: "funnel", '\u{e0dc}';
    ListFilter: "list-filter", '\u{e460}';
    Sort: "arrow-up-down", '\u{e37d}';
    Swap: "arrow-left-right", '\u{e24a}';
    Rows: "rows-3", '\u{e58a}';
    Columns: "columns-3", '\u{e099}';
    Layers: "layers", '\u{e529}';
    Cells: "sigma", '\u{e201}';
    Count: "hash", '\u{e0ef}';
    Table: "table", '\u{e17d}';
    Bars: "chart-column", '\u{e2a3}';
    HeatMap: "grid-3x3", '\u{e0e9}';
    Timeline: "chart-line", '\u{e2a5}';
    Network: "waypoints", '\u{e542}';
    SideBySide: "columns-2", '\u{e098}';
    Export: "download", '\u{e0b2}';
    Import: "file-plus", '\u{e0c9}';
    PanelLeft: "panel-left", '\u{e12a}';
    PanelRight: "panel-right", '\u{e431}';
    Eye: "eye", '\u{e0ba}';
    EyeOff: "eye-off", '\u{e0bb}';
    Edit: "pencil", '\u{e1f9}';
    Delete: "trash-2", '\u{e18e}';
    Copy: "copy", '\u{e09e}';
    CopyAgain: "copy-plus", '\u{e3fd}';
    Note: "message-square-text", '\u{e575}';
    Bell: "bell", '\u{e059}';
    Done: "circle-check", '\u{e226}';
    Error: "circle-alert", '\u{e077}';
    Warning: "triangle-alert", '\u{e193}';
    Info: "info", '\u{e0f9}';
    Help: "circle-help", '\u{e082}';
    Settings: "settings", '\u{e154}';
    Coder: "user", '\u{e19f}';
    Theme: "palette", '\u{e1dd}';
    Highlighter: "highlighter", '\u{e0f4}';
    Keyboard: "keyboard", '\u{e284}';
    Save: "save", '\u{e14d}';
    History: "history", '\u{e1f5}';
    FolderOpen: "folder-open", '\u{e247}';
    NewFile: "file-plus-2", '\u{e0ca}';
    Sample: "book-marked", '\u{e3f1}';
    ChildOf: "corner-down-right", '\u{e0a2}';
    ZoomIn: "zoom-in", '\u{e1b6}';
    ZoomOut: "zoom-out", '\u{e1b7}';
    Fit: "maximize", '\u{e112}';
    OpenBeside: "external-link", '\u{e0b9}';
    Pin: "pin", '\u{e259}';
    Lock: "lock", '\u{e10b}';
    More: "ellipsis", '\u{e0b6}';
    Grip: "grip-vertical", '\u{e0eb}';
    Clock: "clock", '\u{e087}';
    Window: "app-window", '\u{e426}';
    Text: "type", '\u{e198}';
    Tour: "lightbulb", '\u{e1c2}';
    Quote: "quote", '\u{e239}';
    Tag: "tag", '\u{e17f}';
}

impl Icon {
    /// The usual size of an icon, in points.
    pub const SIZE: f32 = 16.0;

    /// The icon as text of the usual size, in the ink of what it stands in.
    pub fn text(self) -> RichText {
        self.sized(Self::SIZE)
    }

    /// The icon as text of a size in points.
    pub fn sized(self, size: f32) -> RichText {
        RichText::new(self.glyph()).font(icon_font(size))
    }
}

/// The face of icons.
pub fn icon_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("icons".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_face_holds_every_icon() {
        let ctx = egui::Context::default();
        crate::ui::theme::install_fonts(&ctx);
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            for icon in Icon::ALL {
                let has_glyph = ui.fonts_mut(|fonts| fonts.has_glyph(&icon_font(Icon::SIZE), icon.glyph()));
                assert!(has_glyph, "{icon:?}: run assets/fonts/lucide.py");
            }
        });
        output.textures_delta.clear();
    }
}
