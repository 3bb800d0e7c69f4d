//! The forms of the command line.

use std::path::PathBuf;

use clap::{
    Args, CommandFactory as _, Parser, Subcommand, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
    error::ErrorKind,
};

use super::picture::{NetworkArgs, PictureArgs};
use crate::{
    export::csv::CsvOptions,
    model::view::{Axis, Measure, Query, Side},
};

/// What the command line asks for.
#[derive(Debug)]
pub enum Action {
    /// With the project named, or with the welcome page.
    OpenWindow(Option<PathBuf>),
    Run(Command),
}

/// Who stands where on what, according to whom: highlight articles, tag them, compare, export.
#[derive(Parser)]
#[command(
    name = "standpoint",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  standpoint                                     open the window
  standpoint talks.ron                           open a project in the window
  standpoint new talks.ron articles/             make a project from a folder of articles
  standpoint table talks.ron                     compare issues and actors in the terminal
  standpoint export talks.ron highlights -o h.csv"
)]
struct CommandLine {
    /// The project to open in the window.
    #[arg(value_name = "PROJECT.ron")]
    project: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a project from articles.
    #[command(after_help = "\
Folders are read with everything in them that ends in .txt, .text or .md.
Encodings are found and said; a text that comes twice is taken once.

Examples:
  standpoint new talks.ron articles/
  standpoint new talks.ron one.txt two.txt --title \"Moscow talks\"")]
    New {
        /// The project to make; there must be no file of this name yet.
        #[arg(value_name = "PROJECT.ron")]
        project: PathBuf,
        /// Files and folders.
        #[arg(value_name = "ARTICLE", required = true)]
        articles: Vec<PathBuf>,
        /// The title of the project; without it, the name of the file.
        #[arg(long)]
        title: Option<String>,
    },
    /// Import more articles, or take highlights in.
    #[command(after_help = "\
A row of highlights finds its article by id or else by title, and is checked against its quote.
Where the offsets do not fit but the quote stands once in the text, the quote wins. Codes that are
missing are made. Rows that do not fit are listed and left out; what is there already is not doubled.

Examples:
  standpoint add talks.ron more-articles/ late.txt
  standpoint add talks.ron --highlights coded-by-ana.csv")]
    Add {
        /// The project to add to.
        #[arg(value_name = "PROJECT.ron")]
        project: PathBuf,
        /// Files and folders.
        #[arg(value_name = "ARTICLE", required_unless_present = "highlights")]
        articles: Vec<PathBuf>,
        /// A CSV of highlights, in the form that export writes.
        #[arg(long, value_name = "FILE.csv")]
        highlights: Option<PathBuf>,
    },
    /// Apply edits that another program wrote.
    #[command(after_help = "\
Each line is one edit in RON, as a journal holds them, or one of the words undo, redo and save.
Each is answered with its number as soon as it is applied, and what was done is saved at the end.
If one does not fit, those before it are saved, and the exit code is 1.

Examples:
  standpoint apply talks.ron edits.txt
  echo 'SetTitle(\"Moscow talks\")' | standpoint apply talks.ron")]
    Apply {
        /// The project to change.
        #[arg(value_name = "PROJECT.ron")]
        project: PathBuf,
        /// The edits; without it, they come from standard input.
        #[arg(value_name = "EDITS")]
        edits: Option<PathBuf>,
    },
    /// Show the comparison.
    #[command(after_help = "\
Examples:
  standpoint table talks.ron
  standpoint table talks.ron --measure net-stance
  standpoint table talks.ron --rows actor --columns outlet --format csv > actors.csv")]
    Table {
        /// The project to read.
        #[arg(value_name = "PROJECT.ron")]
        project: PathBuf,
        #[command(flatten)]
        table: TableArgs,
        #[command(flatten)]
        output: Output,
        #[command(flatten)]
        csv: CsvArgs,
    },
    /// Write one of the tables of a project as CSV, a picture as SVG or PNG, or a network as GraphML.
    #[command(after_help = "\
The comparison takes --rows, --columns, --measure and --format as “table” does, and a picture all but --format.
A picture is SVG or PNG as its file is named, and SVG on standard output.

Examples:
  standpoint export talks.ron highlights -o highlights.csv
  standpoint export talks.ron comparison --format tidy -o cells.csv
  standpoint export talks.ron codebook --bom -o codebook.csv
  standpoint export talks.ron articles
  standpoint export talks.ron picture --picture heat-map --measure net-stance -o stances.png
  standpoint export talks.ron network --between actors --aggregation congruence -o actors.graphml")]
    Export {
        /// The project to read.
        #[arg(value_name = "PROJECT.ron")]
        project: PathBuf,
        /// Which table.
        what: What,
        #[command(flatten)]
        table: TableArgs,
        #[command(flatten)]
        output: Output,
        #[command(flatten)]
        csv: CsvArgs,
        #[command(flatten)]
        picture: PictureArgs,
        #[command(flatten)]
        network: NetworkArgs,
    },
    /// Test every rule of a project file.
    #[command(after_help = "\
Prints a line for each fault: file:line:column, what is wrong, and what to do. The exit code is 1 if there is any.

With --fix, does what is sure (a score of 0.8 or more, nothing thrown away) and says for each fault
what was done, or that it needs a person. The file is written only if something was mended; the
exit code is 0 if it is sound then. The window offers the same, one by one, when it opens such a file.

Examples:
  standpoint check talks.ron
  standpoint check talks.ron --fix
  standpoint check talks.ron --fix --leave-out")]
    Check {
        /// The project to read.
        #[arg(value_name = "PROJECT.ron")]
        project: PathBuf,
        /// Mend what is sure, and write the file.
        #[arg(long)]
        fix: bool,
        /// Leave out highlights whose place is not sure; each is printed with all it says.
        #[arg(long, requires = "fix")]
        leave_out: bool,
    },
}

/// Which comparison.
#[derive(Debug, Args)]
pub struct TableArgs {
    /// What the rows run over [default: issue].
    #[arg(long, value_name = "AXIS")]
    rows: Option<Axis>,
    /// What the columns run over [default: actor].
    #[arg(long, value_name = "AXIS")]
    columns: Option<Axis>,
    /// What stands in the cells [default: highlights].
    #[arg(long, value_parser = measure())]
    measure: Option<Measure>,
    /// Text for the terminal, CSV as shown, or CSV with a row for each cell [default of table: text, of export: csv].
    #[arg(long)]
    pub format: Option<Format>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Csv,
    Tidy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum What {
    Highlights,
    Comparison,
    Codebook,
    Articles,
    Picture,
    Network,
}

/// Where the table goes.
#[derive(Debug, Args)]
pub struct Output {
    /// Write to this file instead of the terminal; what it held is replaced.
    #[arg(short, long = "output", value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct CsvArgs {
    /// Begin the CSV with a byte order mark, so that spreadsheets read it as UTF-8.
    #[arg(long)]
    bom: bool,
    /// Leave text that a spreadsheet would run as a formula without its apostrophe.
    #[arg(long)]
    no_guard: bool,
}

impl From<&CsvArgs> for CsvOptions {
    fn from(args: &CsvArgs) -> Self {
        Self { bom: args.bom, guard: !args.no_guard }
    }
}

impl TableArgs {
    pub fn query(&self) -> Query {
        let axis = |given: &Option<Axis>, usual| given.clone().unwrap_or(usual);
        Query {
            rows: Side::over(axis(&self.rows, Axis::Issue)),
            columns: Side::over(axis(&self.columns, Axis::Actor)),
            measure: self.measure.unwrap_or_default(),
            ..Query::default()
        }
    }

    fn is_given(&self) -> bool {
        self.rows.is_some() || self.columns.is_some() || self.measure.is_some() || self.format.is_some()
    }
}

fn measure() -> impl TypedValueParser<Value = Measure> {
    let named = |name: String| Measure::ALL.into_iter().find(|measure| measure.name() == name);
    PossibleValuesParser::new(Measure::ALL.map(Measure::name))
        .map(move |name| named(name).expect("the parser takes only these names"))
}

/// Reads the command line; prints help or what is wrong with it and ends the program where it asks for nothing.
pub fn parse() -> Action {
    let CommandLine { project, command } = CommandLine::parse();
    let Some(command) = command else { return Action::OpenWindow(project) };
    if let Some(problem) = misfit(&command) {
        CommandLine::command().override_usage(USAGE).error(ErrorKind::ArgumentConflict, problem).exit();
    }
    Action::Run(command)
}

/// What is shown below a complaint about switches that do not go together.
const USAGE: &str = "standpoint <COMMAND> PROJECT.ron [OPTIONS]";

/// Switches that would be ignored are refused, so that nobody believes they did something.
fn misfit(command: &Command) -> Option<&'static str> {
    match command {
        Command::Table { table, csv, .. }
            if (csv.bom || csv.no_guard) && table.format.is_none_or(|format| format == Format::Text) =>
        {
            Some("--bom and --no-guard need --format csv or --format tidy")
        }
        Command::Export { what: What::Picture | What::Network, table, .. } if table.format.is_some() => {
            Some("--format goes with “export … comparison” only; a picture is SVG or PNG as its file is named")
        }
        Command::Export { what, table, .. }
            if !matches!(what, What::Comparison | What::Picture) && table.is_given() =>
        {
            Some("--rows, --columns, --measure and --format go with “export … comparison” only")
        }
        Command::Export { what, picture, .. } if *what != What::Picture && picture.is_given() => {
            Some("--picture, --grouped, --unit and --print go with “export … picture” only")
        }
        Command::Export { what, network, picture, .. }
            if network.is_given() && *what != What::Network && !(*what == What::Picture && picture.is_network()) =>
        {
            Some("--between, --aggregation, --normalization, --isolates and --roll-up go with networks only")
        }
        Command::Export { table, .. } if table.format == Some(Format::Text) => {
            Some("export writes csv or tidy; use “table” for the terminal")
        }
        _ => None,
    }
}
