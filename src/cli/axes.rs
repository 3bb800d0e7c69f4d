//! The axes of a side as they are written on the command line: `issue`, or `issue,article`.

use std::str::FromStr;

use standpoint_core::model::view::{Axis, NotAnAxis};

/// One axis, or two separated by a comma, of which the second is nested in the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axes(pub(super) Vec<Axis>);

/// The text names no axes.
#[derive(Debug, thiserror::Error)]
pub enum NotAxes {
    #[error(transparent)]
    Axis(#[from] NotAnAxis),
    #[error("“{0}” has more than two axes; use one, or two separated by a comma")]
    TooMany(String),
    #[error("“{0}” has the same axis twice")]
    Twice(String),
}

impl FromStr for Axes {
    type Err = NotAxes;

    fn from_str(words: &str) -> Result<Self, NotAxes> {
        let axes = words.split(',').map(str::parse).collect::<Result<Vec<Axis>, _>>()?;
        match axes.as_slice() {
            [outer, inner] if outer == inner => Err(NotAxes::Twice(words.to_owned())),
            [_] | [_, _] => Ok(Self(axes)),
            _ => Err(NotAxes::TooMany(words.to_owned())),
        }
    }
}
