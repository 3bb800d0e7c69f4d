//! Which settings a command changes, and how.

use super::{
    Setting,
    SettingChange::{self, Next, Reset, Step, To},
    value::SettingType as _,
};
use crate::{
    command::PreferencesCommand,
    ui::preferences::{ArticleGrouping, ArticleOrder, Saving, ThemeChoice},
};

use standpoint_core::{model::CodeKind, text::words::Snap};

impl PreferencesCommand {
    /// The settings that the command changes.
    pub fn changes(self) -> Vec<(Setting, SettingChange)> {
        let change = match self {
            Self::SaveWhenIdle => (Setting::Autosave, To(Saving::WhenIdle.to_value())),
            Self::SaveWhenAsked => (Setting::Autosave, To(Saving::WhenAsked.to_value())),
            Self::CycleSnap => (Setting::Snapping, Next),
            Self::SnapToCharacters => (Setting::Snapping, To(Snap::Character.to_value())),
            Self::SnapToWords => (Setting::Snapping, To(Snap::Word.to_value())),
            Self::SnapToSentences => (Setting::Snapping, To(Snap::Sentence.to_value())),
            Self::SnapToParagraphs => (Setting::Snapping, To(Snap::Paragraph.to_value())),
            Self::TintByIssue => (Setting::ColourBy, To(CodeKind::Issue.to_value())),
            Self::TintByActor => (Setting::ColourBy, To(CodeKind::Actor.to_value())),
            Self::SortAsImported => (Setting::SortArticles, To(ArticleOrder::Project.to_value())),
            Self::SortNewest => (Setting::SortArticles, To(ArticleOrder::Newest.to_value())),
            Self::SortOldest => (Setting::SortArticles, To(ArticleOrder::Oldest.to_value())),
            Self::SortByTitle => (Setting::SortArticles, To(ArticleOrder::Title.to_value())),
            Self::SortByOutlet => (Setting::SortArticles, To(ArticleOrder::Outlet.to_value())),
            Self::SortByProgress => (Setting::SortArticles, To(ArticleOrder::Status.to_value())),
            Self::SortMostHighlights => (Setting::SortArticles, To(ArticleOrder::MostHighlights.to_value())),
            Self::SortFewestHighlights => (Setting::SortArticles, To(ArticleOrder::FewestHighlights.to_value())),
            Self::UngroupArticles => (Setting::GroupArticles, To(ArticleGrouping::None.to_value())),
            Self::GroupByOutlet => (Setting::GroupArticles, To(ArticleGrouping::Outlet.to_value())),
            Self::GroupByStory => (Setting::GroupArticles, To(ArticleGrouping::Story.to_value())),
            Self::GroupByProgress => (Setting::GroupArticles, To(ArticleGrouping::Status.to_value())),
            Self::LargerText => (Setting::TextSize, Step(1)),
            Self::SmallerText => (Setting::TextSize, Step(-1)),
            Self::UsualText => (Setting::TextSize, Reset),
            Self::WiderPage => (Setting::LineLength, Step(1)),
            Self::NarrowerPage => (Setting::LineLength, Step(-1)),
            Self::LooserLines => (Setting::LineSpacing, Step(1)),
            Self::TighterLines => (Setting::LineSpacing, Step(-1)),
            Self::UsualPage => return vec![(Setting::LineLength, Reset), (Setting::LineSpacing, Reset)],
            Self::FollowSystem => (Setting::Theme, To(ThemeChoice::System.to_value())),
            Self::LightTheme => (Setting::Theme, To(ThemeChoice::Light.to_value())),
            Self::SepiaTheme => (Setting::Theme, To(ThemeChoice::Sepia.to_value())),
            Self::DarkTheme => (Setting::Theme, To(ThemeChoice::Dark.to_value())),
            Self::ShowLegend => (Setting::Legend, Next),
        };
        vec![change]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        command::{Command, Home},
        ui::settings::Settings,
    };

    #[test]
    fn every_command_that_sets_a_preference_names_an_entry_and_changes_it_only() {
        for command in Command::ALL {
            let Home::Preferences(named) = command.home() else { continue };
            let changes = named.changes();
            assert!(!changes.is_empty(), "{command:?}");
            for (setting, change) in changes {
                // From one state or another, the command makes a difference.
                let starts = [SettingChange::Reset, Step(3), Next];
                let makes_a_difference = starts.iter().any(|start| {
                    let mut settings = Settings::default();
                    setting.change(&mut settings, start);
                    let before = settings.clone();
                    setting.change(&mut settings, &change);
                    let others = Setting::ALL.into_iter().filter(|other| *other != setting);
                    assert!(others.into_iter().all(|other| other.value(&settings) == other.value(&before)));
                    settings != before
                });
                assert!(makes_a_difference, "{command:?} changes nothing");
            }
        }
    }
}
