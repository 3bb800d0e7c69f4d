//! What ties are, in plain words: for the controls of the window and the titles of pictures.

use standpoint_core::model::CodeKind;

use super::{NetworkMode, OneMode, OneModeNorm, TwoMode, TwoModeNorm};

impl NetworkMode {
    /// Returns what a tie is drawn for: "any mention".
    pub const fn tie_name(self) -> &'static str {
        match self {
            Self::Two { aggregation: TwoMode::Ignore, .. } => "any mention",
            Self::Two { aggregation: TwoMode::Subtract, .. } => "support minus opposition",
            Self::One { of, aggregation, .. } => match (aggregation, of) {
                (OneMode::Ignore, CodeKind::Actor) => "a shared issue",
                (OneMode::Ignore, CodeKind::Issue) => "a shared actor",
                (OneMode::Congruence, CodeKind::Actor) => "agreement between actors",
                (OneMode::Congruence, CodeKind::Issue) => "agreement between issues",
                (OneMode::Conflict, CodeKind::Actor) => "disagreement between actors",
                (OneMode::Conflict, CodeKind::Issue) => "disagreement between issues",
                (OneMode::Subtract, _) => "agreement minus disagreement",
            },
        }
    }

    /// Returns a sentence that says what such a tie means.
    pub const fn tie_meaning(self) -> &'static str {
        match self {
            Self::Two { aggregation: TwoMode::Ignore, .. } => "Every time an actor is quoted on an issue",
            Self::Two { aggregation: TwoMode::Subtract, .. } => "Blue where support wins, orange where opposition does",
            Self::One { of, aggregation, .. } => match (aggregation, of) {
                (OneMode::Ignore, CodeKind::Actor) => "Two actors speak about the same issue, whatever they say",
                (OneMode::Ignore, CodeKind::Issue) => "One actor speaks about both issues, whatever it says",
                (OneMode::Congruence, CodeKind::Actor) => "Two actors take the same side on an issue",
                (OneMode::Congruence, CodeKind::Issue) => "One actor takes the same side on both issues",
                (OneMode::Conflict, CodeKind::Actor) => "Two actors take opposite sides on an issue",
                (OneMode::Conflict, CodeKind::Issue) => "One actor takes opposite sides on the two issues",
                (OneMode::Subtract, CodeKind::Actor) => "Blue where two actors mostly agree, orange where they do not",
                (OneMode::Subtract, CodeKind::Issue) => "Blue where actors mostly treat both alike, orange elsewhere",
            },
        }
    }

    /// Returns what makes a tie thicker: "number of highlights".
    pub const fn thickness_name(self) -> &'static str {
        match self {
            Self::Two { aggregation, normalization } => match (normalization, aggregation) {
                (TwoModeNorm::None, TwoMode::Ignore) => "number of highlights",
                (TwoModeNorm::None, TwoMode::Subtract) => "difference of the stances",
                (TwoModeNorm::Activity, _) => "share of the actor’s highlights",
                (TwoModeNorm::Prominence, _) => "share of the issue’s highlights",
            },
            Self::One { normalization, .. } => match normalization {
                OneModeNorm::None => "number of pairs of highlights",
                OneModeNorm::AverageActivity => "pairs for each highlight of the two",
                OneModeNorm::Jaccard => "overlap (Jaccard index)",
                OneModeNorm::DnaJaccard => "Jaccard as the Discourse Network Analyzer has it",
                OneModeNorm::Product => "pairs found of all possible pairs",
                OneModeNorm::Cosine => "similarity (cosine)",
            },
        }
    }

    /// Returns the title of a picture of the network: "Actors and issues: support minus opposition".
    pub fn title(self) -> String {
        let nodes = match self {
            Self::Two { .. } => "Actors and issues",
            Self::One { of: CodeKind::Actor, .. } => "Actors",
            Self::One { of: CodeKind::Issue, .. } => "Issues",
        };
        let tie = self.tie_name().trim_end_matches(" between actors").trim_end_matches(" between issues");
        if self.is_normalized() {
            format!("{nodes}: {tie}, {}", self.thickness_name())
        } else {
            format!("{nodes}: {tie}")
        }
    }

    const fn is_normalized(self) -> bool {
        !matches!(
            self,
            Self::Two { normalization: TwoModeNorm::None, .. } | Self::One { normalization: OneModeNorm::None, .. }
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_says_who_is_tied_and_by_what() {
        let title =
            |aggregation, normalization| NetworkMode::One { of: CodeKind::Actor, aggregation, normalization }.title();
        assert_eq!(NetworkMode::ACTORS_AND_ISSUES.title(), "Actors and issues: any mention");
        assert_eq!(title(OneMode::Conflict, OneModeNorm::None), "Actors: disagreement");
        assert_eq!(title(OneMode::Congruence, OneModeNorm::Cosine), "Actors: agreement, similarity (cosine)");
    }
}
