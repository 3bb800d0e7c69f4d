//! The bundled faces. Scripts they lack are served by the system's fonts, through eframe.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily, FontTweak};

use standpoint_exchange::picture::text;

/// Sets the sans as the face of the program and the serif as the face of articles.
pub fn install_fonts(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::empty();
    let faces: [(&str, &'static [u8]); 5] = [
        ("Inter", text::SANS),
        ("Inter SemiBold", text::SANS_STRONG),
        ("Noto Serif", include_bytes!("../../../assets/fonts/NotoSerif-Regular.ttf")),
        ("Noto Serif Bold", include_bytes!("../../../assets/fonts/NotoSerif-Bold.ttf")),
        ("Lucide", include_bytes!("../../../assets/fonts/Lucide.ttf")),
    ];
    for (name, bytes) in faces {
        // Hinting a glyph of the serif takes four times as long as everything else about it, and the first page shows
        // hundreds.
        let is_serif = name.starts_with("Noto Serif");
        let tweak = FontTweak { hinting: is_serif.then_some(false), ..FontTweak::default() };
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes).tweak(tweak)));
    }
    let families = [
        (FontFamily::Proportional, ["Inter", "Noto Serif"]),
        (FontFamily::Monospace, ["Inter", "Noto Serif"]),
        (FontFamily::Name("strong".into()), ["Inter SemiBold", "Noto Serif Bold"]),
        (FontFamily::Name("serif".into()), ["Noto Serif", "Inter"]),
        (FontFamily::Name("serif-bold".into()), ["Noto Serif Bold", "Inter SemiBold"]),
        (FontFamily::Name("icons".into()), ["Lucide", "Inter"]),
    ];
    for (family, faces) in families {
        fonts.families.insert(family, faces.map(str::to_owned).to_vec());
    }
    ctx.set_fonts(fonts);
}
