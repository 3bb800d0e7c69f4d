use proptest::prelude::*;

use super::*;

/// What becomes of each row: its line with its article and its quote, or with what is wrong.
fn rows(source: &str) -> Vec<String> {
    let mut rows = TableRows::of(source);
    let mut found = Vec::new();
    while let Some(row) = rows.next_row() {
        found.push(match row {
            Ok(row) => format!("{}: {} | {}", row.line, rows.cell(&row, "article"), rows.cell(&row, "quote")),
            Err(bad) => format!("{}: {:?}", bad.line, bad.problem),
        });
    }
    found
}

fn check(source: &str, expected: &[&str]) {
    assert_eq!(rows(source), expected, "{source}");
}

const QUOTATION: &str = "Quotation";

#[test]
fn columns_are_found_by_name_and_rows_know_their_line() {
    check("article,quote\nA,x\nB,y\n", &["2: A | x", "3: B | y"]);
    check("\nQuote ;more; ARTICLE\nx;1;A\n;;\n\n\n\"two\nlines\";2;B", &["3: A | x", "7: B | two\nlines"]);
    check("article\tquote\n\"A\"\t\"say \"\"no\"\", then\"", &["2: A | say \"no\", then"]);
    check("", &[]);
    let header = TableRows::of("Article ID,start-offset, Quote \n");
    assert!(["article_id", "start_offset", "quote"].iter().all(|name| header.has(name)));
}

#[test]
fn the_separator_is_the_one_that_fits_the_rows() {
    for separator in [",", ";", "\t", "|"] {
        let table = "article*quote*n\nA*\"x,;|\ty\"*1\nB*y*2\n".replace('*', separator);
        check(&table, &["2: A | x,;|\ty", "3: B | y"]);
        for line in [format!("sep={separator}\n"), format!("\"SEP={separator}\"\n"), "sep=\n".to_owned()] {
            check(&format!("{line}{table}"), &["3: A | x,;|\ty", "4: B | y"]);
        }
    }
    check("sep=\\t\narticle\tquote\nA\tx", &["3: A | x"]);
    for line in ["sep = ;", "sep =;", "\"Sep= ;\"", "sep=\";\""] {
        check(&format!("{line}\narticle,a;quote,b,c\nA;x"), &["3:  | "]);
    }
    check("sep=^\narticle^quote\nA^x", &["3: A | x"]);
    // One that separates nothing is not believed.
    check("sep=;\narticle,quote\nA,x", &["3: A | x"]);
    // A header with two kinds of separators is decided by the rows.
    check("article;quote;a,b,c,d\nA;x;1\nB;y;2", &["2: A | x", "3: B | y"]);
}

#[test]
fn separators_at_the_end_are_no_cells() {
    check("article,quote,\nA,x,\nB,y\nC,z,,,\nD,z,more", &["2: A | x", "3: B | y", "4: C | z", "5: D | z"]);
    check("article,quote\nA,x,,\n,,,,\nB,y,z", &["2: A | x", "4: Cells { found: 3, expected: 2 }"]);
}

#[test]
fn a_row_with_another_number_of_cells_is_bad() {
    check(
        "article,quote,n\nA,x\nB,y,1,2\nC,z,3",
        &["2: Cells { found: 2, expected: 3 }", "3: Cells { found: 4, expected: 3 }", "4: C | z"],
    );
    // A line break that should have been quoted.
    check(
        "article,quote,n\nA,one\ntwo,1\nC,z,3",
        &["2: Cells { found: 2, expected: 3 }", "3: Cells { found: 2, expected: 3 }", "4: C | z"],
    );
    // A sound cell of several lines is no row of its own.
    check("article,quote,n\nA,\"x\ny\"\nC,z,3", &["2: Cells { found: 2, expected: 3 }", "4: C | z"]);
}

#[test]
fn a_quotation_mark_that_is_not_closed_costs_its_own_row_only() {
    for (bad, next) in [
        ("\"A\",\"x,open\"", "\"C\",\"z\",\"3\""),
        ("\"A\",\"x\",\"open", "\"C\",\"z\",\"3\""),
        ("A,x,\"open", "C,z,3"),
        ("A,\"x,open", "C,z,\"3\""),
        ("A,x,\"open\" then", "C,z,3"),
        ("\"A,x,open", "C,z,3"),
    ] {
        let found = rows(&format!("article,quote,n\n{bad}\n{next}\n"));
        assert_eq!(found.len(), 2, "{bad}: {found:?}");
        assert!(found[0].starts_with("2: ") && !found[0].contains('|'), "{bad}: {found:?}");
        assert_eq!(found[1], "3: C | z", "{bad}");
    }
    check("article,quote\nA,\"open\nB,y\n\nC,z\n", &[&format!("2: {QUOTATION}"), "3: B | y", "5: C | z"]);
    // Closed by the mark of a later row, which ends with it.
    check("article,quote,n\nA,x,\"open\nB,y,2\nC,z,3\"\nD,z,4\n", &["2: A | x", "5: D | z"]);
}

#[test]
fn quotation_marks_inside_cells_are_doubled_or_escaped() {
    check(
        "article,quote\nA,\"say \\\"no\\\", then\"\nB,\"a \"\"b\"\"\"\n",
        &["2: A | say \"no\", then", "3: B | a \"b\""],
    );
    check("article,quote\nA,\"C:\\\"\nB,5\" pipe\n", &["2: A | C:\\", "3: B | 5\" pipe"]);
}

#[test]
fn blanks_around_quoted_cells_are_dropped() {
    check("article, quote\nA, \"x\"\n", &["2: A | x"]);
    check(" \"article\" ;\t\"quote\"\n  \"A\" ;\u{a0}\"x; \"\"y\"\" \" \nB;z\n", &["2: A | x; \"y\" ", "3: B | z"]);
    check("article\t \"quote\"\n\t \"x\"\nA\t\"x\" ", &["2:  | x", "3: A | x"]);
    // Separators and line breaks belong to a cell that is quoted so.
    check("article, \"quo\nte\", n\nA, \"x,\ny\", 1\nB, z, 2\n", &["3: A | ", "5: B | "]);
    check("article, quote, n\nA, \"x,\ny\", 1\nB, z, 2\n", &["2: A | x,\ny", "4: B |  z"]);
    check("article, quote\nA, \"say \\\"no\\\", then\"\nB, z\n", &["2: A | say \"no\", then", "3: B |  z"]);
    check("article, quote\n, \" \"\nA, \"C:\\\"\n", &["3: A | C:\\"]);
    // The rows below are read, whatever is wrong with one.
    let bad = format!("2: {QUOTATION}");
    check("article, quote\nA, \"No\" he said\nB, \"y\"\n", &[&bad, "3: B | y"]);
    check("article, quote\nA, \"open\nB, \"y\"\n", &[&bad, "3: B | y"]);
    check("article, quote, n\nA, \"x\ny\"\nB, \"z\", 2\n", &["2: Cells { found: 2, expected: 3 }", "4: B | z"]);
}

#[test]
fn a_file_of_nothing_but_open_quotation_marks_is_read_in_one_go() {
    for row in ["A,\"open\n", "A, \"open\n"] {
        let bad = row.repeat(20_000);
        let found = rows(&format!("article,quote\n{bad}B,y\n"));
        assert_eq!(found.len(), 20_001);
        assert_eq!(found.last().map(String::as_str), Some("20002: B | y"));
    }
}

proptest! {
    #[test]
    fn what_another_writer_wrote_is_read_back(
        table in prop::collection::vec(["[a-c\" ,;|\t\n\\\\é]{1,8}", "[a-c\" ,;|\t\n\\\\é]{0,8}"], 0..8),
        separator in prop::sample::select(&SEPARATORS[..]),
        quotes_all in any::<bool>(),
    ) {
        let mut builder = csv::WriterBuilder::new();
        let style = if quotes_all { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
        let mut writer = builder.delimiter(separator).quote_style(style).from_writer(Vec::new());
        writer.write_record(["article", "quote"]).unwrap();
        let table: Vec<_> = table.into_iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
        for row in &table {
            writer.write_record(row).unwrap();
        }
        let source = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let mut rows = TableRows::of(&source);
        let mut found = Vec::new();
        while let Some(row) = rows.next_row() {
            let row = row.map_err(|bad| TestCaseError::fail(format!("{bad:?} of {source}")))?;
            found.push(["article", "quote"].map(|column| rows.cell(&row, column).to_owned()));
        }
        prop_assert_eq!(found, table);
    }

    #[test]
    fn a_damaged_row_costs_no_row_before_or_behind(
        noise in "[a-c\",\\\\]{0,20}", n_before in 0..4usize, n_behind in 1..4usize, is_quoted in any::<bool>(),
    ) {
        let row = if is_quoted { "\"X\",\"x\",\"1\"\n" } else { "X,x,1\n" };
        // The rows behind have no quotation mark at their end that could close one of the noise.
        let source = format!("article,quote,n\n{}A,{noise}\n{}", row.repeat(n_before), row.repeat(n_behind));
        let found = rows(&source);
        let n_sound = found.iter().filter(|row| row.ends_with(": X | x")).count();
        prop_assert!(n_sound >= n_before + n_behind, "{source} {found:?}");
    }
}
