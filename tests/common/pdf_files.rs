//! Writes PDF files for tests: text at places, in the fonts that every reader knows and in one for every script.

/// A page that grows by what is drawn on it. Places are in points from the lower left corner of an A4 page.
#[derive(Clone, Debug, Default)]
pub struct PdfPage {
    content: Vec<u8>,
}

/// A file of pages.
#[derive(Clone, Debug, Default)]
pub struct PdfFile {
    pub pages: Vec<PdfPage>,
    /// Entries of the document information, such as `("Title", "A bridge")`.
    pub info: Vec<(&'static str, String)>,
    /// More entries of the catalog, as they stand in the file.
    pub catalog: String,
    /// More entries of the resources of each page, as they stand in the file.
    pub resources: String,
    /// Entries of the trailer, as they stand in the file.
    pub trailer: String,
    /// More objects; the first one has the number [`PdfFile::FIRST_MORE`].
    pub more: Vec<Vec<u8>>,
}

impl PdfPage {
    /// Writes a line in Helvetica. Its characters must be those of windows-1252.
    pub fn line(mut self, x: f32, y: f32, size: f32, text: &str) -> Self {
        let (bytes, _, has_unmappable) = encoding_rs::WINDOWS_1252.encode(text);
        assert!(!has_unmappable, "“{text}” is not in windows-1252");
        self.draw(&format!("BT /F1 {size} Tf {x} {y} Td <{}> Tj ET\n", hex(&bytes)));
        self
    }

    /// Writes a line in a font that has every character and says which each is. All are half as wide as high.
    pub fn unicode_line(mut self, x: f32, y: f32, size: f32, text: &str) -> Self {
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        self.draw(&format!("BT /F2 {size} Tf {x} {y} Td <{}> Tj ET\n", hex(&bytes)));
        self
    }

    /// Writes a line that goes up.
    pub fn line_upwards(mut self, x: f32, y: f32, size: f32, text: &str) -> Self {
        self.draw(&format!("BT /F1 {size} Tf 0 1 -1 0 {x} {y} Tm <{}> Tj ET\n", hex(text.as_bytes())));
        self
    }

    /// Writes lines of a column from the top, with the usual space between them.
    pub fn column(self, x: f32, y: f32, size: f32, lines: &[&str]) -> Self {
        let mut y = y;
        lines.iter().fold(self, |page, line| {
            let page = page.line(x, y, size, line);
            y -= size * 1.2;
            page
        })
    }

    /// Draws a picture on the whole page.
    pub fn picture(mut self) -> Self {
        self.draw("q 595 0 0 842 0 0 cm /Im1 Do Q\n");
        self
    }

    /// Adds operators as they stand in the file.
    pub fn draw(&mut self, operators: &str) {
        self.content.extend_from_slice(operators.as_bytes());
    }
}

/// What is written for each item, one after the other.
fn joined<T>(items: impl IntoIterator<Item = T>, write: impl Fn(T) -> String) -> String {
    items.into_iter().fold(String::new(), |all, item| all + &write(item))
}

fn hex(bytes: &[u8]) -> String {
    joined(bytes, |byte| format!("{byte:02x}"))
}

/// The map from the codes of the second font to characters. Each code is its character.
fn to_unicode() -> String {
    let mut map = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def\n\
                   1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        .to_owned();
    for block in 0..4 {
        map.push_str("64 beginbfrange\n");
        for high in block * 64..(block + 1) * 64 {
            map.push_str(&format!("<{high:02x}00> <{high:02x}ff> <{high:02x}00>\n"));
        }
        map.push_str("endbfrange\n");
    }
    map + "endcmap CMapName currentdict /CMap defineresource pop end end"
}

impl PdfFile {
    /// The number of the first of `more` objects.
    pub const FIRST_MORE: usize = 9;

    pub fn of(pages: impl IntoIterator<Item = PdfPage>) -> Self {
        Self { pages: pages.into_iter().collect(), ..Self::default() }
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        let first_page = Self::FIRST_MORE + self.more.len();
        let kids = joined(0..self.pages.len(), |page| format!("{} 0 R ", first_page + 2 * page));
        let info = joined(&self.info, |(key, value)| format!("/{key} <feff{}> ", hex(&utf_16(value))));
        let mut objects: Vec<Vec<u8>> = [
            format!("<< /Type /Catalog /Pages 2 0 R {} >>", self.catalog),
            format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", self.pages.len()),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
            "<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 6 0 R >>"
                .to_owned(),
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /DW 500 /CIDSystemInfo << /Registry (Adobe) \
             /Ordering (Identity) /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /Own /Flags 4 \
             /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 /FontBBox [0 -200 500 800] >> >>"
                .to_owned(),
        ]
        .map(String::into_bytes)
        .into();
        objects.push(stream("", to_unicode().as_bytes()));
        objects.push(stream(
            "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
            &[128],
        ));
        objects.push(format!("<< {info} >>").into_bytes());
        objects.extend(self.more.iter().cloned());
        for (index, page) in self.pages.iter().enumerate() {
            let content = first_page + 2 * index + 1;
            objects.push(
                format!(
                    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R /Resources << /Font \
                     << /F1 3 0 R /F2 4 0 R >> /XObject << /Im1 7 0 R /Fm1 9 0 R >> {} >> >>",
                    self.resources
                )
                .into_bytes(),
            );
            objects.push(stream("", &page.content));
        }
        written(&objects, &self.trailer)
    }
}

fn utf_16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// An object with data, and entries that say what they are.
pub fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<< {entries} /Length {} >>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

/// Numbers the objects from 1 and writes the table of their places.
fn written(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let place = file.len();
    let size = objects.len() + 1;
    let end =
        format!("{table}trailer\n<< /Size {size} /Root 1 0 R /Info 8 0 R {trailer} >>\nstartxref\n{place}\n%%EOF\n");
    file.extend_from_slice(end.as_bytes());
    file
}
