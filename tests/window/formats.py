"""Writes a folder with a file of every format that is imported: python3 formats.py FOLDER.

`check.py` asks `files` what must be in the project afterwards."""

import sys
import zipfile
from html import escape
from io import BytesIO
from json import dumps
from pathlib import Path

REST = "The café on the quay – “closed”, says Łukasz; мост закрыт."


def paragraphs(name):
    """A headline and two paragraphs, of which the second one stands in every file."""
    return [f"What {name} says", f"The keeper of {name} says that the bridge stays shut.", REST]


def text(name):
    return "\n".join(paragraphs(name)) + "\n"


def packed(*entries):
    """The bytes of an archive with these parts, of which the first one is not compressed, as some formats demand."""
    bytes_ = BytesIO()
    with zipfile.ZipFile(bytes_, "w") as archive:
        for at, (name, part) in enumerate(entries):
            archive.writestr(name, part, zipfile.ZIP_STORED if at == 0 else zipfile.ZIP_DEFLATED)
    return bytes_.getvalue()


def elements(name, opening, closing):
    return "".join(f"{opening}{escape(line, quote=False)}{closing}" for line in paragraphs(name))


def docx(name):
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = elements(name, '<w:p><w:r><w:t xml:space="preserve">', "</w:t></w:r></w:p>")
    document = f"<w:document {word}><w:body>{body}</w:body></w:document>"
    return packed(("[Content_Types].xml", "<Types/>"), ("word/document.xml", document))


def odt(name):
    body = elements(name, "<text:p>", "</text:p>")
    content = f"<office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return packed(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content))


def epub(name):
    container = '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>'
    book = ('<package><metadata/><manifest><item id="a" href="a.xhtml"/></manifest>'
            '<spine><itemref idref="a"/></spine></package>')
    page = f"<html><body>{elements(name, '<p>', '</p>')}</body></html>"
    return packed(("mimetype", "application/epub+zip"), ("META-INF/container.xml", container), ("b.opf", book), ("a.xhtml", page))


def rtf(name):
    units = lambda line: line.encode("utf-16-le")
    signed = lambda unit: unit - 65536 if unit > 32767 else unit
    codes = lambda line: [int.from_bytes(units(line)[at : at + 2], "little") for at in range(0, len(units(line)), 2)]
    letter = lambda unit: chr(unit) if unit < 128 else f"\\u{signed(unit)}?"
    return "{\\rtf1\\ansi " + "".join("".join(map(letter, codes(line))) + "\\par\n" for line in paragraphs(name)) + "}"


def html(name):
    return (f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{paragraphs(name)[0]}</title></head>"
            f"<body><article>{elements(name, '<p>', '</p>')}</article></body></html>")


def mail(name):
    return (f"From: Ana <ana@harbour.example>\nSubject: {paragraphs(name)[0]}\nDate: Tue, 2 Dec 2025 10:00:00 +0000\n"
            f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{text(name)}")


def mhtml(name):
    return (f"From: <Saved by a browser>\nSnapshot-Content-Location: https://harbour.example/{name}\nSubject: A page\n"
            "MIME-Version: 1.0\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"B\"\n\n"
            f"--B\nContent-Type: text/html; charset=utf-8\n\n{html(name)}\n--B--\n")


def pdf(name):
    lines = [f"BT /F1 12 Tf 60 {700 - 40 * at} Td ({line}) Tj ET" for at, line in enumerate(paragraphs(name)[:2])]
    content = "\n".join(lines)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    file, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (f"{file}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(file)}\n%%EOF\n")


def row(name):
    """The cells of a table: its heads, and one article."""
    headline, *rest = paragraphs(name)
    return ["title", "text", "date"], [headline, " ".join(rest), "2025-12-03"]


def csv(name):
    quoted = lambda cells: ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    return "\n".join(map(quoted, row(name))) + "\n"


def json(name):
    return dumps(dict(zip(*row(name))), ensure_ascii=False) + "\n"


def xlsx(name):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    cell = lambda place, words: f'<c r="{place}" t="inlineStr"><is><t>{escape(words, quote=False)}</t></is></c>'
    rows = "".join(
        f'<row r="{number}">' + "".join(cell(f"{'ABC'[at]}{number}", words) for at, words in enumerate(cells)) + "</row>"
        for number, cells in enumerate(row(name), 1)
    )
    related = lambda kind, to: (f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/{kind}" '
                                f'Target="{to}"/></Relationships>')
    book = f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
    return packed(
        ("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
        ("_rels/.rels", related("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", related("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'),
    )


def ods(name):
    cell = lambda words: f'<table:table-cell office:value-type="string"><text:p>{escape(words, quote=False)}</text:p></table:table-cell>'
    rows = "".join(f"<table:table-row>{''.join(map(cell, cells))}</table:table-row>" for cells in row(name))
    content = (f'<office:document-content><office:body><office:spreadsheet><table:table table:name="S">{rows}</table:table>'
               "</office:spreadsheet></office:body></office:document-content>")
    return packed(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content))


def srt(name):
    cue = lambda at, line: f"{at}\n00:00:0{at},000 --> 00:00:0{at},900\n{line}\n"
    return "\n".join(cue(at, line) for at, line in enumerate(paragraphs(name), 1))


def ris(name):
    headline, *rest = paragraphs(name)
    return f"TY  - NEWS\nTI  - {headline}\nAB  - {' '.join(rest)}\nDA  - 2025/12/03\nER  - \n"


def nexis(name):
    headline, *rest = paragraphs(name)
    report = lambda title, body: (f"{title}\nHarbour News\nDecember 3, 2025\n\nLength: 20 words\n\nBody\n\n{body}\n\n"
                                  "Load-Date: December 3, 2025\n\nEnd of Document\n")
    return report(headline, "\n".join(rest)) + report("Another report", "A second report in the same file.")


WRITERS = {
    "plain.txt": text, "marks.md": text, "word.docx": docx, "open.odt": odt, "book.epub": epub, "rich.rtf": rtf,
    "page.html": html, "letter.eml": mail, "saved.mhtml": mhtml, "file.pdf": pdf, "rows.csv": csv,
    "records.jsonl": json, "sheet.xlsx": xlsx, "sheet.ods": ods, "talk.srt": srt, "list.ris": ris, "nexis.txt": nexis,
}
INSIDE = "archive.zip/inside.txt"


def files():
    """The name of each file as articles have it, with words that are in its article only."""
    return {name: paragraphs(name)[1] for name in [*WRITERS, INSIDE]}


def write(folder):
    folder.mkdir()
    for name, writer in WRITERS.items():
        content = writer(name)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    archive, inside = INSIDE.split("/")
    (folder / archive).write_bytes(packed((inside, text(INSIDE))))
    # One that cannot be read costs no other.
    (folder / "broken.docx").write_bytes(docx("broken.docx")[:200])


if __name__ == "__main__":
    write(Path(sys.argv[1]))
