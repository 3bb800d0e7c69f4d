//! The forms of the command line.

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use clap::{Args, CommandFactory as _, Parser, Subcommand, builder::TypedValueParser, error::ErrorKind};

use standpoint_core::wording::shown;
use standpoint_exchange::{
    export::Export,
    import::{
        articles::extensions_in_words,
        columns::{KnownColumns, MappedColumn},
        decode::Charset,
        file_names::FileNamePattern,
        formats::ReadingOptions,
    },
};
use standpoint_store::Access;

use super::{
    codebook::CodebookArgs,
    find::FindArgs,
    findings::FindingsArgs,
    independence::TestArgs,
    picture::{NetworkArgs, PictureArgs},
    progress::ProgressArgs,
    references::ReferenceArgs,
    table_args::{CsvArgs, OutputArgs, OutputFormat, TableArgs, one_of},
    terminal,
    words::WordsArgs,
};

/// What the command line asks for.
#[derive(Debug)]
pub enum Invocation {
    /// Open the window, with this project or with the welcome page.
    OpenWindow(Option<PathBuf>),
    /// Run one command and end.
    Run(Box<CliCommand>),
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
  standpoint new talks.ron articles/             create a project from a folder of articles
  standpoint table talks.ron                     compare issues and actors in the terminal
  standpoint export talks.ron highlights -o h.csv"
)]
struct CommandLine {
    /// The project to open in the window.
    #[arg(value_name = "PROJECT.ron")]
    project: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<CliCommand>,
}

#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "what is written here is what --help says")]
pub enum CliCommand {
    /// Create a project from articles.
    #[command(after_help = format!("\
In a folder and its subfolders, every file that ends in {} is imported. The encoding of each file is guessed and \
reported, and doubtful guesses are marked. A text that occurs twice is imported once for each outlet that is known. \
Texts with mostly the same words are reported.

A table (CSV, workbook, JSON) has an article in each row; what its columns hold is guessed from their heads. A row \
without a text becomes an article whose field “text” is “missing”.

Examples:
  standpoint new talks.ron articles/
  standpoint new talks.ron one.txt two.txt --title \"Moscow talks\"
  standpoint new talks.ron articles/ --no-subfolders --keep-originals
  standpoint new talks.ron articles/ --file-names '{{date}}_{{outlet}}_{{title}}'", extensions_in_words()))]
    New {
        /// The project to create; the file must not exist yet.
        #[arg(value_name = "PROJECT.ron")]
        project: PathBuf,
        /// Files and folders.
        #[arg(value_name = "ARTICLE", required = true)]
        articles: Vec<PathBuf>,
        /// The title of the project [default: the name of the file].
        #[arg(long)]
        title: Option<String>,
        #[command(flatten)]
        reading: ArticleArgs,
    },
    /// Import more articles, highlights from a CSV file, or details from a list of references.
    #[command(after_help = "\
Each row of highlights finds its article by id or, failing that, by title, and its quote is checked against the text. \
Offsets may be counted in characters, UTF-16 units or bytes, from 0 or from 1. If they do not fit but the place of \
the quote is certain, the quote decides. Missing codes are created. Rows that do not fit are listed and left out, and \
highlights that are already there are not imported twice.

A reference belongs to the article that came from a file it names, that has its address, or that has its title and no \
other date. It fills in what is empty. Each match is printed with its reason; look at them with --dry-run first.

Examples:
  standpoint add talks.ron more-articles/ late.txt
  standpoint add talks.ron archive.xlsx --column Inhalt=text --column Ressort=section
  standpoint add talks.ron --highlights coded-by-ana.csv
  standpoint add talks.ron --references zotero.ris --dry-run")]
    Add {
        /// The project to add to.
        #[arg(value_name = "PROJECT.ron")]
        project: PathBuf,
        /// Files and folders.
        #[arg(value_name = "ARTICLE", required_unless_present_any = ["highlights", "references"])]
        articles: Vec<PathBuf>,
        /// A CSV file of highlights, as “export … highlights” writes it.
        #[arg(long, value_name = "FILE.csv")]
        highlights: Option<PathBuf>,
        #[command(flatten)]
        references: ReferenceArgs,
        #[command(flatten)]
        reading: ArticleArgs,
        #[command(flatten)]
        change: ChangeArgs,
    },
    /// Print what files hold as JSON Lines, without making anything of it.
    #[command(after_help = "\
Each text is one JSON object on a line of its own, with these keys: file, part (its name in a file with several), \
format, encoding, sha256, title, outlet, agency, author, date, updated, language, url, fields (free fields), origins \
(where each detail came from), ambiguous_date, warnings, left_out (lines that are not in the text), parts (pages or \
chapters), missing_text and text. Details that are not known are empty. A file or a text that cannot be read is an \
object with file, part and error. The exit code is 1 if there is no text at all.

Examples:
  standpoint read article.txt
  standpoint read archive/ --file-names '{date}_{outlet}_{title}' > articles.jsonl")]
    Read {
        /// Files and folders.
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        reading: ReadingArgs,
    },
    /// Apply edits written by another program.
    #[command(after_help = "\
Each line is one edit in RON, as in a journal, or one of the words undo, redo and save. Each is answered with its \
number once it is on disk, and the project is saved at the end. Edits are applied even if nobody reads the answers. \
If one cannot be applied, those before it are saved and the exit code is 1.

Examples:
  standpoint apply talks.ron edits.txt
  echo 'SetTitle(\"Moscow talks\")' | standpoint apply talks.ron")]
    Apply {
        /// The project to change.
        #[arg(value_name = "PROJECT.ron")]
        project: PathBuf,
        /// A file or a pipe with the edits [default: standard input].
        #[arg(value_name = "EDITS")]
        edits: Option<PathBuf>,
        #[command(flatten)]
        change: ChangeArgs,
    },
    /// Replace the text of an article by a corrected one.
    #[command(after_help = "\
Highlights and pages follow their words. Each highlight whose own words changed is printed with the passage that is \
most likely meant, and nothing is changed: use the window to place them one by one, or --remove-lost to remove them. \
The exit code is 1 if the article was not revised because of them.

ARTICLE is the title or the id of the article. FILE may have any format that can be imported; only its text is used.

Examples:
  standpoint revise talks.ron \"Bridge talks stall\" corrected.txt --dry-run
  standpoint revise talks.ron \"Bridge talks stall\" corrected.txt")]
    Revise {
        /// The project to change.
        #[arg(value_name = "PROJECT.ron")]
        project: PathBuf,
        /// The title of the article, or its id.
        #[arg(value_name = "ARTICLE")]
        article: String,
        /// The file with the new text.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Remove the highlights whose words changed.
        #[arg(long)]
        remove_lost: bool,
        /// Change nothing, and say what would happen.
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        reading: ReadingArgs,
        #[command(flatten)]
        change: ChangeArgs,
    },
    /// Import actors, issues and stances from a CSV or from another project.
    #[command(after_help = "\
The first line of the CSV names its columns: kind (actor, issue or stance), name, parent, aliases (separated by \
semicolons), definition, colour, key and weight, in any order; docs/codebook.md lists them all. Only a name is \
needed. “export … codebook” writes such a file.

Codes that the project has are found by their place in the tree, their id or their name, and a line says what changes. \
No code is deleted, and no code loses its key. What would empty something is left unless --all is given. The whole \
import is one step that can be undone.

Examples:
  standpoint codebook talks.ron codes.csv --dry-run
  standpoint codebook talks.ron codes.csv
  standpoint codebook new-study.ron talks.ron")]
    Codebook {
        /// The project to change.
        #[arg(value_name = "PROJECT.ron")]
        project: PathBuf,
        #[command(flatten)]
        args: CodebookArgs,
        #[command(flatten)]
        change: ChangeArgs,
    },
    /// Show the comparison as a table.
    #[command(after_help = "\
An axis is one of issue, actor, stance, article, outlet, author, agency, language, coder, day, week, month, year, \
field:NAME for a free field of articles, or search:NAME for a saved search, which has articles with and without a hit.

The keys of --filter: actor, issue, stance, outlet, agency, language, coder, article, search and status take one value \
each; repeat a key to accept any of several values. search=NAME requires a hit of that saved search in the article. \
from and until take a date such as 2025, 2025-12 or 2025-12-03. note is yes or no. tagged=yes requires both an actor and an issue. text must appear in the quote or the note. Actors and issues are \
given by name, alias or id, and include their members. If several share a name, add the id as tables print it, such \
as actor='Mayor [mayor-2]'. --sort takes a column in the same form; All is the total, and an actor of that name is \
'All [all]'.

Control characters in names and quotes are shown as \\u{1b} and the like. Files and pipes get them unchanged in every \
format except text.

Examples:
  standpoint table talks.ron
  standpoint table talks.ron --measure net-stance
  standpoint table talks.ron --view \"Who stands where\" --filter outlet=\"Axadle Times\"
  standpoint table talks.ron --rows issue,article --columns outlet --once-per article --sort total --hide-empty
  standpoint table talks.ron --rows actor --columns outlet --format csv > actors.csv")]
    Table {
        /// The project to read.
        #[arg(value_name = "PROJECT.ron")]
        project: PathBuf,
        #[command(flatten)]
        table: TableArgs,
        #[command(flatten)]
        output: OutputArgs,
        #[command(flatten)]
        csv: CsvArgs,
    },
    /// Export a table, a picture (SVG or PNG) or a network (GraphML).
    #[command(after_help = "\
A comparison takes the same options as “standpoint table”. It is written as CSV, tidy CSV (one row for each cell), \
TSV, workbook (xlsx), Markdown or web page (html); highlights and articles are always CSV. A codebook is CSV, or a web \
page or a Word document to print if its file name ends in .html or .docx. A CSV or TSV \
written with -o gets a note beside it, FILE.about.txt, that says how it was made. On a terminal, control characters \
in names and quotes are shown as \\u{1b} and the like; files and pipes get them unchanged.

A picture takes the same options except --format: it is SVG or PNG depending on the name of its file, and SVG on \
standard output. A network takes --filter and --once-per, and uses only these two parts of a --view.

Examples:
  standpoint export talks.ron highlights -o highlights.csv
  standpoint export talks.ron comparison --format tidy -o cells.csv
  standpoint export talks.ron comparison --view \"Who stands where\" -o talks.xlsx
  standpoint export talks.ron comparison --rows issue,article --measure quotes --format html -o quotes.html
  standpoint export talks.ron codebook --bom -o codebook.csv
  standpoint export talks.ron codebook -o codebook.docx
  standpoint export talks.ron articles
  standpoint export talks.ron picture --picture heat-map --measure net-stance -o stances.png
  standpoint export talks.ron network --between actors --aggregation congruence -o actors.graphml")]
    Export {
        /// The project to read.
        #[arg(value_name = "PROJECT.ron")]
        project: PathBuf,
        /// What to export.
        #[arg(value_parser = exported())]
        what: Export,
        #[command(flatten)]
        table: TableArgs,
        #[command(flatten)]
        output: OutputArgs,
        #[command(flatten)]
        csv: CsvArgs,
        #[command(flatten)]
        picture: PictureArgs,
        #[command(flatten)]
        network: NetworkArgs,
    },
    /// Find words in the articles, or in notes, definitions or quotes, with the words around each place.
    #[command(after_help = "\
Words one after another are a phrase. Case, accents, the shape of quotation marks and dashes, and invisible characters \
do not count unless --as-typed is given. * in a word stands for any letters, and alone for any word. AND, OR and NEAR \
between phrases combine them: AND wants both in one article, and NEAR/5 wants at most five words in between. Brackets \
group, and quotation marks make everything between them plain words.

CSV and JSON Lines have a record for each place: article_id, article, outlet, date, start, end, before, hit, after, \
and highlights, which is the number of highlights that the place touches. Positions count characters from 0. In notes, \
quotes and definitions, it is article_id, article, highlight_id, kind, code_id, code, start, end, before, hit and after, \
and positions count characters of the note, quote or definition.

Examples:
  standpoint find talks.ron ceasefire
  standpoint find talks.ron 'territor* OR Donbas' --context 40
  standpoint find talks.ron 'guarantees NEAR/8 Kyiv' --format csv > guarantees.csv
  standpoint find talks.ron '[0-9]+ points' --regex --untagged
  standpoint find talks.ron unclear --in notes")]
    Find {
        /// The project to read.
        #[arg(value_name = "PROJECT.ron")]
        project: PathBuf,
        /// What to search for.
        #[arg(value_name = "PATTERN")]
        pattern: String,
        #[command(flatten)]
        how: FindArgs,
        #[command(flatten)]
        csv: CsvArgs,
    },
    /// Test whether the columns of a table differ in their rows by more than chance.
    #[command(after_help = "\
Counts highlights as “standpoint table” does, with the outermost rows and columns, members included. Highlights of one \
article are not independent, so chance is imitated by shuffling: the outlets, dates or authors among the articles or, \
where both axes are about highlights, the tags of the columns within each article. docs/measures.md has the formulas.

Examples:
  standpoint test talks.ron --columns outlet
  standpoint test talks.ron --rows issue --columns actor --once-per article
  standpoint test talks.ron --view \"Who stands where\" --rounds 9999 --seed 7")]
    Test {
        /// The project to read.
        #[arg(value_name = "PROJECT.ron")]
        project: PathBuf,
        #[command(flatten)]
        table: TableArgs,
        #[command(flatten)]
        args: TestArgs,
    },
    /// List what stands out: outlets that disagree, changes, and what is left out.
    #[command(after_help = "\
A finding is about one actor, with members, on one issue. Findings are listed by kind, those that rest on most highlights first. \
What outlets leave out counts once all of their articles are read. docs/measures.md has the rules.

CSV has a record for each finding: kind, actor, issue, words, highlights, outlets, share, actor_id, issue_id, and \
evidence, which has the ids of the highlights; for kind silent, words is the outlet. Markdown has the quotes as well.

Examples:
  standpoint findings talks.ron
  standpoint findings talks.ron --filter outlet=\"Axadle Times\"
  standpoint findings talks.ron --format markdown > findings.md")]
    Findings {
        /// The project to read.
        #[arg(value_name = "PROJECT.ron")]
        project: PathBuf,
        #[command(flatten)]
        args: FindingsArgs,
        #[command(flatten)]
        csv: CsvArgs,
    },
    /// Count words: how often, how evenly, and which are typical of an issue, an actor or an outlet.
    #[command(after_help = "\
The list has the most frequent words first; with --of, those most typical of the passages. Case does not count, but \
accents do. per_10000 is the share of the passages’ words, articles the number of articles with the word, and \
dispersion how unevenly it is spread over them: 0 is as even as can be, 1 is all in one short text (Gries’ DP). \
log_likelihood (G²) says how sure the difference to the rest is: above 10.83 it would be rarer than one in a thousand \
by chance. log_ratio says how large it is: 1 is twice as frequent as in the rest, -1 half as frequent.

With --together, the list has pairs of issues: in how many paragraphs and articles each has highlights and both have, \
and the share of those with either that have both (jaccard).

Examples:
  standpoint words talks.ron
  standpoint words talks.ron --of issue=Territory --top 20
  standpoint words talks.ron --of actor=Russia --ngrams 3 --format csv > russia.csv
  standpoint words talks.ron --stop-words de --stop-words fr
  standpoint words talks.ron --together")]
    Words {
        /// The project to read.
        #[arg(value_name = "PROJECT.ron")]
        project: PathBuf,
        #[command(flatten)]
        how: WordsArgs,
        #[command(flatten)]
        csv: CsvArgs,
    },
    /// Show how far the work on a project is, and what is still open.
    #[command(after_help = "\
Counts the articles by reading status, and lists articles without highlights, outlets of which no article is done, \
highlights without an issue or an actor, and actors and issues that no highlight has. “coded” is the share of the \
characters of a text that are in at least one highlight.

As CSV, there is a record for each article and for everything that is open; the column “what” says what it is about.

Examples:
  standpoint progress talks.ron
  standpoint progress talks.ron --format csv > progress.csv")]
    Progress {
        /// The project to read.
        #[arg(value_name = "PROJECT.ron")]
        project: PathBuf,
        #[command(flatten)]
        how: ProgressArgs,
        #[command(flatten)]
        csv: CsvArgs,
    },
    /// Check a project file against every rule.
    #[command(after_help = "\
Prints a line for each fault: file:line:column, what is wrong, and what to do. The exit code is 1 if there are any.

With --fix, applies every fix that is certain (a score of 0.8 or more) and removes no data, and says for each fault \
what was done, or that it needs a person. The file is written only if something was repaired, and the exit code is 0 \
if no fault is left. The window offers the same fixes one by one when it opens such a file.

Examples:
  standpoint check talks.ron
  standpoint check talks.ron --fix
  standpoint check talks.ron --fix --leave-out")]
    Check {
        /// The project to read.
        #[arg(value_name = "PROJECT.ron")]
        project: PathBuf,
        /// Apply the fixes that are certain, and write the file.
        #[arg(long)]
        fix: bool,
        /// Leave out highlights whose place is uncertain; each is printed in full.
        #[arg(long, requires = "fix")]
        leave_out: bool,
        #[command(flatten)]
        change: ChangeArgs,
    },
}

/// How articles are read and what becomes of them.
#[derive(Args, Clone, Debug)]
pub struct ArticleArgs {
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    /// Import texts that the project already has from the same outlet as well.
    #[arg(long)]
    pub(super) allow_copies: bool,
    /// Leave out lines that do not belong to the article, such as adverts, buttons and links to other articles.
    #[arg(long)]
    pub(super) drop_clutter: bool,
    /// Copy the files of all imported articles to a folder beside the project: talks.originals for talks.ron.
    #[arg(long)]
    pub(super) keep_originals: bool,
}

/// How files from outside are read.
#[derive(Clone, Debug, Args)]
pub struct ReadingArgs {
    /// The encoding of every file, such as UTF-8 or windows-1252 [default: guessed for each file].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub(super) encoding: Option<Charset>,
    /// What the names of the files say, such as {date}_{outlet}_{title}. Other fields: {author}, {agency}, {language},
    /// {ignore}, and the name of any free field.
    #[arg(long, value_name = "PATTERN")]
    file_names: Option<FileNamePattern>,
    /// Keep each line of the pages of PDF files as a line, rather than join lines to paragraphs.
    #[arg(long)]
    raw_lines: bool,
    /// Make a text of each chapter of an e-book [default: one text of each book].
    #[arg(long)]
    split_chapters: bool,
    /// What a column of tables holds, such as Inhalt=text or Ressort=section [default: guessed from the heads]. USE is
    /// text, ignore, a detail such as title, outlet, date, author or url, or the name of a free field. May be repeated.
    #[arg(long = "column", value_name = "HEAD=USE")]
    columns: Vec<MappedColumn>,
    /// Read only the files of a folder, and not the folders inside it.
    #[arg(long)]
    no_subfolders: bool,
}

impl ReadingArgs {
    /// How the files are read, with what is known of tables.
    pub(super) fn options(&self, known: KnownColumns) -> ReadingOptions {
        let columns = KnownColumns { everywhere: self.columns.clone(), ..known };
        ReadingOptions {
            encoding: self.encoding,
            file_names: self.file_names.clone(),
            split_chapters: self.split_chapters,
            raw_lines: self.raw_lines,
            skips_subfolders: self.no_subfolders,
            columns,
        }
    }
}

pub(super) fn encoding(name: &str) -> Result<Charset, String> {
    Charset::by_name(name).ok_or_else(|| {
        let names: Vec<&str> = Charset::all().map(Charset::name).collect();
        format!("use one of: {}", names.join(", "))
    })
}

/// How a project is changed.
#[derive(Clone, Copy, Debug, Args)]
pub struct ChangeArgs {
    /// Take over a project that another computer has locked. Standpoint first waits ten seconds to make sure that
    /// nothing in the project changes, and sets the other program’s unsaved edits aside.
    #[arg(long)]
    take_over: bool,
    /// Save even if the file cannot keep its group or its access list.
    #[arg(long)]
    pub(super) allow_access_loss: bool,
}

impl ChangeArgs {
    pub(super) const fn access(self) -> Access {
        if self.take_over { Access::TakeOver } else { Access::Change }
    }
}

impl CliCommand {
    /// Returns whether the project is written.
    pub(super) const fn changes_a_project(&self) -> bool {
        match self {
            Self::New { .. } | Self::Add { .. } | Self::Apply { .. } => true,
            Self::Check { fix, .. } => *fix,
            Self::Revise { dry_run, .. } => !*dry_run,
            Self::Codebook { args, .. } => args.changes_a_project(),
            Self::Read { .. }
            | Self::Table { .. }
            | Self::Export { .. }
            | Self::Find { .. }
            | Self::Words { .. }
            | Self::Progress { .. }
            | Self::Findings { .. }
            | Self::Test { .. } => false,
        }
    }
}

fn exported() -> impl TypedValueParser<Value = Export> {
    one_of(Export::ALL.map(|export| (export.name(), export)).to_vec())
}

/// Reads the command line.
///
/// # Errors
/// Gives the exit code where nothing is asked for, or something wrong; help or what is wrong has been printed then.
pub fn parse() -> Result<Invocation, ExitCode> {
    let CommandLine { project, command } = CommandLine::try_parse().map_err(|error| refuse(&error))?;
    let Some(command) = command else { return Ok(Invocation::OpenWindow(project)) };
    if let Some(problem) = misfit(&command) {
        let error = CommandLine::command().override_usage(USAGE).error(ErrorKind::ArgumentConflict, problem);
        return Err(terminal::print_clap(&error));
    }
    Ok(Invocation::Run(Box::new(command)))
}

/// Prints an error of `clap`, which quotes arguments unchanged. If an argument could act on the terminal, the command
/// line is parsed again with its escaped form.
fn refuse(error: &clap::Error) -> ExitCode {
    let given: Vec<OsString> = std::env::args_os().collect();
    let harmless: Vec<OsString> = given.iter().map(|given| shown(given.display()).to_string().into()).collect();
    if harmless == given {
        return terminal::print_clap(error);
    }
    match CommandLine::try_parse_from(harmless) {
        Err(error) => terminal::print_clap(&error),
        // Only arguments that are not valid text can fit once they are escaped.
        Ok(_) => terminal::print_clap(&CommandLine::command().error(error.kind(), shown(error))),
    }
}

/// The usage line below an error about options that do not go together.
const USAGE: &str = "standpoint <COMMAND> PROJECT.ron [OPTIONS]";

/// Refuses options that would have no effect, so that nobody believes they did something.
fn misfit(command: &CliCommand) -> Option<&'static str> {
    let (table, output, csv, usual) = match command {
        CliCommand::Export { what: Export::Picture(_) | Export::Network, table, .. } if table.has_format() => {
            return Some(
                "--format can only be used with “export … comparison”; for a picture, name a file that ends \
                         in .svg or .png",
            );
        }
        CliCommand::Export { what, picture, .. } if !matches!(what, Export::Picture(_)) && picture.is_given() => {
            return Some("--picture, --grouped, --unit and --print can only be used with “export … picture”");
        }
        CliCommand::Export { what, network, picture, .. }
            if network.is_given()
                && !matches!(what, Export::Network)
                && !(matches!(what, Export::Picture(_)) && picture.is_network()) =>
        {
            return Some(
                "--between, --aggregation, --normalization, --isolates, --roll-up and --backbone can only be used with \
                         networks",
            );
        }
        CliCommand::Export { what: Export::Network, table, .. } if table.is_given_beside_a_filter() => {
            return Some(
                "of these options, a network takes only --view, --filter and --once-per; its ties are set \
                         with --between, --aggregation and --normalization",
            );
        }
        CliCommand::Export {
            what: Export::Highlights | Export::Codebook(_) | Export::Articles | Export::Lines,
            table,
            ..
        } => {
            return table.is_given().then_some(
                "--view, --rows, --columns, --filter, --format and the like choose a comparison; highlights, codebook \
                 and articles are always exported whole",
            );
        }
        CliCommand::Table { table, output, csv, .. } => (table, output, csv, OutputFormat::Text),
        CliCommand::Export { what: Export::Comparison(usual), table, output, csv, .. } => {
            (table, output, csv, OutputFormat::As(*usual))
        }
        CliCommand::Export { what: Export::Picture(_) | Export::Network, csv, .. } if csv.is_given() => {
            return Some("--bom, --no-guard, --separator and --decimal can only be used with tables");
        }
        CliCommand::Find { how, csv, .. } => {
            return (csv.is_given() && !how.is_csv())
                .then_some("--bom, --no-guard, --separator and --decimal need --format csv");
        }
        CliCommand::Test { table, .. } => {
            return table.is_given_for_looks().then_some(
                "of these options, a test takes only --view, --rows, --columns, --once-per and --filter; it counts \
                 highlights, in one table",
            );
        }
        CliCommand::Findings { args, csv, .. } => {
            return (csv.is_given() && !args.is_csv())
                .then_some("--bom, --no-guard, --separator and --decimal need --format csv");
        }
        CliCommand::Progress { how, csv, .. } => {
            return (csv.is_given() && !how.is_csv())
                .then_some("--bom, --no-guard, --separator and --decimal need --format csv");
        }
        CliCommand::Words { how, csv, .. } => {
            return (csv.is_given() && !how.is_csv())
                .then_some("--bom, --no-guard, --separator and --decimal need --format csv");
        }
        CliCommand::Export { what: Export::Picture(_) | Export::Network, .. }
        | CliCommand::New { .. }
        | CliCommand::Add { .. }
        | CliCommand::Read { .. }
        | CliCommand::Apply { .. }
        | CliCommand::Revise { .. }
        | CliCommand::Codebook { .. }
        | CliCommand::Check { .. } => return None,
    };
    let format = table.format_for(output, usual);
    let is_guarded = matches!(format, OutputFormat::As(form) if form.is_bare());
    match format {
        _ if (csv.bom || csv.no_guard || csv.decimal.is_some()) && !is_guarded => {
            Some("--bom, --no-guard and --decimal need --format csv, --format tidy or --format tsv")
        }
        OutputFormat::As(form) if csv.separator.is_some() && !form.is_csv() => {
            Some("--separator needs --format csv or --format tidy; a TSV has tabs")
        }
        OutputFormat::Text if csv.separator.is_some() => Some("--separator needs --format csv or --format tidy"),
        OutputFormat::Text if usual != OutputFormat::Text => {
            Some("“export” does not write text; use “table” to show the comparison in the terminal")
        }
        OutputFormat::As(form) if !form.is_text() && output.file().is_none() && !output.is_piped() => {
            Some("a workbook cannot be shown in the terminal; name a file for it with -o")
        }
        _ => None,
    }
}
