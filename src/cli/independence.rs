//! The command `test`.

use std::path::Path;

use clap::Args;

use standpoint_analysis::{
    comparison::Comparison,
    facts::Facts,
    independence::{ENOUGH_ARTICLES, Independence, TestSetting, plural},
};
use standpoint_core::wording::{counted, grouped};
use standpoint_store::Access;

use super::{CliError, Verdict, open, table_args::TableArgs, terminal::Output};

/// The most tables that chance makes. More would change no digit that is printed.
const MAX_ROUNDS: i64 = 1_000_000;

/// How chance is imitated.
#[derive(Debug, Args)]
pub struct TestArgs {
    /// How many tables chance makes.
    #[arg(long, value_name = "N", default_value_t = TestSetting::default().rounds, value_parser = clap::value_parser!(u32).range(99..=MAX_ROUNDS))]
    rounds: u32,
    /// What chance begins with; the same seed gives the same result.
    #[arg(long, value_name = "N", default_value_t = TestSetting::default().seed)]
    seed: u64,
}

/// Says whether a table is more than chance.
pub(super) fn test(path: &Path, table: &TableArgs, args: &TestArgs, out: &mut Output<'_>) -> Result<Verdict, CliError> {
    let session = open(path, Access::ReadOnly)?;
    let project = session.project();
    let query = table.query(project)?;
    let mut facts = Facts::of(project);
    let comparison = Comparison::over(&mut facts, project, query);
    let setting = TestSetting { rounds: args.rounds, seed: args.seed };
    let found = Independence::of(&comparison, &facts, setting)?;
    print(&found, out);
    Ok(Verdict::Good)
}

fn print(found: &Independence, out: &mut Output<'_>) {
    let df = found.degrees_of_freedom;
    out.line(found.sentence());
    out.line("");
    out.line(format_args!(
        "{} in {}, {} {} × {} {}",
        counted(found.highlights as usize, "highlight"),
        counted(found.articles, "article"),
        grouped(found.rows.len()),
        plural(&found.row_axis),
        grouped(found.columns.len()),
        plural(&found.column_axis),
    ));
    let TestSetting { rounds, seed } = found.setting;
    out.line(format_args!(
        "{} by chance: {}, {} times, with seed {seed}",
        probability(found.p),
        found.shuffle_in_words(),
        grouped(rounds as usize),
    ));
    match found.v_interval {
        Some([low, high]) => out.line(format_args!(
            "Cramér’s V {:.3}, 95% interval {low:.3} to {high:.3} over articles drawn anew",
            found.cramers_v
        )),
        None => out.line(format_args!(
            "Cramér’s V {:.3}, without an interval, which needs {ENOUGH_ARTICLES} articles",
            found.cramers_v
        )),
    }
    out.line(format_args!(
        "χ² {:.3} and G {:.3} with {}; {} if highlights were independent, which those of one article are not",
        found.chi_squared,
        found.g,
        if df == 1 { "1 degree of freedom".to_owned() } else { format!("{df} degrees of freedom") },
        probability(found.p_if_independent),
    ));
    if !found.unusual.is_empty() {
        out.line("");
        out.line("Unusual cells, after Holm’s correction");
    }
    for cell in &found.unusual {
        out.line(format_args!(
            "  {}, {}: {}, {:.1} expected, residual {}, {}",
            found.rows[cell.row],
            found.columns[cell.column],
            counted(cell.highlights as usize, "highlight"),
            cell.expected,
            standpoint_analysis::comparison::Signed(cell.residual),
            probability(cell.p),
        ));
    }
}

/// A probability with as many decimals as mean something.
fn probability(p: f64) -> String {
    if p < 0.0001 { "p < 0.0001".to_owned() } else { format!("p = {p:.4}") }
}
