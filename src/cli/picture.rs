//! Pictures and networks on the command line.

use std::path::Path;

use clap::{
    Args, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};

use standpoint_analysis::network::{
    BackboneLevel, NetworkMode, NodeSelection, OneMode, OneModeNorm, TwoMode, TwoModeNorm,
};
use standpoint_core::model::{CodeKind, view};
use standpoint_exchange::{
    export::PictureFormat,
    picture::{BarGrouping, PeriodUnit, PictureOptions, Resolution},
};

use super::CliError;

/// Which picture.
#[derive(Debug, Args)]
pub struct PictureArgs {
    /// The kind of picture [default: bars].
    #[arg(long, value_name = "PICTURE", value_parser = drawn())]
    picture: Option<view::PictureKind>,
    /// Draw a bar for each cell instead of each row.
    #[arg(long)]
    grouped: bool,
    /// The length of a period of the timeline [default: day].
    #[arg(long)]
    unit: Option<Period>,
    /// Draw a PNG at 300 pixels per inch, for print.
    #[arg(long)]
    print: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Period {
    Day,
    Week,
    Month,
    Year,
}

/// Which network.
#[derive(Debug, Args)]
pub struct NetworkArgs {
    /// The nodes of the network [default: actors-and-issues].
    #[arg(long, value_name = "NODES")]
    between: Option<Between>,
    /// What makes a tie: ignore (any mention), subtract (support minus opposition), congruence (agreement) or conflict (disagreement) [default: ignore].
    #[arg(long, value_name = "WAY")]
    aggregation: Option<String>,
    /// What ties are divided by: none; activity or prominence; average-activity, jaccard, dna-jaccard, product or cosine.
    #[arg(long, value_name = "WAY")]
    normalization: Option<String>,
    /// Keep codes without a tie.
    #[arg(long)]
    isolates: bool,
    /// Roll up members: count each code as the one at the top of its tree.
    #[arg(long)]
    roll_up: bool,
    /// Keep only the backbone: ties too strong to be there by chance, with at most this probability [without a number: 0.05].
    #[arg(long, value_name = "P", num_args = 0..=1, require_equals = true, default_missing_value = "0.05", value_parser = backbone)]
    backbone: Option<BackboneLevel>,
}

fn backbone(typed: &str) -> Result<BackboneLevel, String> {
    let level = typed.parse().ok().and_then(BackboneLevel::of);
    level.ok_or_else(|| "give a number between 0.0001 and 0.9999, such as 0.05".to_owned())
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Between {
    #[default]
    ActorsAndIssues,
    Actors,
    Issues,
}

/// A way of counting that this network does not have.
#[derive(Debug, thiserror::Error)]
#[error("“{word}” is not valid for --{what} of this network; use one of: {known}")]
pub struct NetworkArgError {
    word: String,
    what: &'static str,
    known: String,
}

fn drawn() -> impl TypedValueParser<Value = view::PictureKind> {
    let drawn = || view::PictureKind::ALL.into_iter().filter(|picture| *picture != view::PictureKind::Table);
    PossibleValuesParser::new(drawn().map(view::PictureKind::name)).map(move |name| {
        let picture = drawn().find(|picture| picture.name() == name);
        picture.expect("the parser takes only these names")
    })
}

impl PictureArgs {
    pub fn is_given(&self) -> bool {
        self.picture.is_some() || self.grouped || self.unit.is_some() || self.print
    }

    pub fn is_network(&self) -> bool {
        self.picture == Some(view::PictureKind::Network)
    }

    /// Returns the kind of picture, bars by default.
    pub fn wanted(&self) -> view::PictureKind {
        self.picture.unwrap_or(view::PictureKind::Bars)
    }

    /// Returns the settings of a picture or a network that are not part of a query.
    pub fn choices(&self, network: &NetworkArgs) -> Result<PictureOptions, NetworkArgError> {
        let unit = match self.unit {
            None | Some(Period::Day) => PeriodUnit::Day,
            Some(Period::Week) => PeriodUnit::Week,
            Some(Period::Month) => PeriodUnit::Month,
            Some(Period::Year) => PeriodUnit::Year,
        };
        let grouping = if self.grouped { BarGrouping::Columns } else { BarGrouping::Rows };
        Ok(PictureOptions { grouping, unit, ..network.choices()? })
    }

    /// Returns the format that the ending of the file names; `usual` if there is no file.
    pub fn form_for(&self, file: Option<&Path>, usual: PictureFormat) -> Result<PictureFormat, CliError> {
        let Some(file) = file else { return Ok(usual) };
        let resolution = if self.print { Resolution::Print } else { Resolution::Double };
        let is_named = |form: &PictureFormat| {
            file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(form.file_filter().1[0]))
        };
        let named = [PictureFormat::Svg, PictureFormat::Png(resolution)].into_iter().find(is_named);
        named.ok_or_else(|| CliError::PictureEnding(file.to_owned()))
    }
}

impl NetworkArgs {
    pub fn is_given(&self) -> bool {
        self.between.is_some()
            || self.aggregation.is_some()
            || self.normalization.is_some()
            || self.isolates
            || self.roll_up
            || self.backbone.is_some()
    }

    fn choices(&self) -> Result<PictureOptions, NetworkArgError> {
        let aggregation = || self.aggregation.as_deref();
        let normalization = || self.normalization.as_deref();
        let mode = match self.between.unwrap_or_default() {
            Between::ActorsAndIssues => NetworkMode::Two {
                aggregation: chosen("aggregation", aggregation(), TwoMode::ALL, TwoMode::name)?,
                normalization: chosen("normalization", normalization(), TwoModeNorm::ALL, TwoModeNorm::name)?,
            },
            between => NetworkMode::One {
                of: if between == Between::Actors { CodeKind::Actor } else { CodeKind::Issue },
                aggregation: chosen("aggregation", aggregation(), OneMode::ALL, OneMode::name)?,
                normalization: chosen("normalization", normalization(), OneModeNorm::ALL, OneModeNorm::name)?,
            },
        };
        let nodes = if self.isolates { NodeSelection::All } else { NodeSelection::Tied };
        Ok(PictureOptions { mode, nodes, rolls_up: self.roll_up, backbone: self.backbone, ..PictureOptions::default() })
    }
}

fn chosen<T: Copy + Default>(
    what: &'static str,
    word: Option<&str>,
    all: &[T],
    name: fn(T) -> &'static str,
) -> Result<T, NetworkArgError> {
    let Some(word) = word else { return Ok(T::default()) };
    let found = all.iter().copied().find(|one| name(*one) == word);
    found.ok_or_else(|| {
        let known: Vec<&str> = all.iter().copied().map(name).collect();
        NetworkArgError { word: word.to_owned(), what, known: known.join(", ") }
    })
}
