//! Where each command stands in the menus, and what a right click offers.

use super::Command;

/// A menu of the menu bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    /// Opening, saving, importing, exporting.
    File,
    /// Undo, the clipboard, and what is set for editing.
    Edit,
    /// Tagging, and what is done with a highlight.
    Highlight,
    /// Which page is shown, and how.
    View,
    /// How the program is used.
    Help,
}

/// A thing with a menu of its own, which a right click, Shift+F10 or a button opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContextMenu {
    /// Selected words of an article.
    Words,
    /// A highlight.
    Highlight,
    /// A passage of the codebook.
    Passage,
    /// An article in the list.
    Article,
    /// Several articles that are selected in the list.
    Articles,
    /// The order and the groups of the list of articles.
    ArticleOrder,
    /// An actor or issue of the codebook.
    Code,
    /// The head of a row or column of the comparison.
    Head,
    /// A cell of the comparison.
    Cell,
    /// Passages that are suggested.
    Suggestions,
}

/// A line of a menu.
#[derive(Clone, Copy, Debug)]
pub enum MenuEntry {
    /// A command under its own name.
    Run(Command),
    /// A command under a name that is clear within its menu.
    Named(Command, &'static str),
    /// A menu within the menu.
    Submenu(&'static str, &'static [Self]),
    /// A line between groups.
    Separator,
}

use MenuEntry::{Named, Run, Separator, Submenu};

impl Menu {
    /// All menus, from left to right.
    pub const ALL: [Self; 5] = [Self::File, Self::Edit, Self::Highlight, Self::View, Self::Help];

    /// The title in the menu bar.
    pub const fn title(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::Highlight => "Highlight",
            Self::View => "View",
            Self::Help => "Help",
        }
    }

    /// The letter that opens it with Alt, and its place in the title.
    pub const fn access_key(self) -> (egui::Key, usize) {
        match self {
            Self::File => (egui::Key::F, 0),
            Self::Edit => (egui::Key::E, 0),
            // H is that of Help everywhere.
            Self::Highlight => (egui::Key::G, 2),
            Self::View => (egui::Key::V, 0),
            Self::Help => (egui::Key::H, 0),
        }
    }

    /// Its lines; at most 20, so that they fit a small screen.
    pub const fn entries(self) -> &'static [MenuEntry] {
        match self {
            Self::File => FILE,
            Self::Edit => EDIT,
            Self::Highlight => HIGHLIGHT,
            Self::View => VIEW,
            Self::Help => HELP,
        }
    }
}

impl ContextMenu {
    /// Its lines.
    pub const fn entries(self) -> &'static [MenuEntry] {
        match self {
            Self::Words => OF_WORDS,
            Self::Highlight => OF_HIGHLIGHT,
            Self::Passage => OF_PASSAGE,
            Self::Article => OF_ARTICLE,
            Self::Articles => OF_ARTICLES,
            Self::ArticleOrder => ARRANGE_ARTICLES,
            Self::Code => OF_CODE,
            Self::Head => OF_HEAD,
            Self::Cell => OF_CELL,
            Self::Suggestions => SUGGESTIONS,
        }
    }
}

impl MenuEntry {
    /// Whether a command stands here or in a menu below.
    fn holds(&self, command: Command) -> bool {
        match self {
            Run(own) | Named(own, _) => *own == command,
            Submenu(_, entries) => entries.iter().any(|entry| entry.holds(command)),
            Separator => false,
        }
    }
}

impl Command {
    /// The menu it stands in.
    pub fn menu(self) -> Menu {
        let holds = |menu: &Menu| menu.entries().iter().any(|entry| entry.holds(self));
        Menu::ALL.into_iter().find(holds).unwrap_or(Menu::Help)
    }
}

const FILE: &[MenuEntry] = &[
    Run(Command::NewProject),
    Run(Command::OpenProject),
    Run(Command::OpenSample),
    Separator,
    Run(Command::Save),
    Run(Command::SaveAs),
    Submenu("Autosave", &[Run(Command::SaveWhenIdle), Run(Command::SaveWhenAsked)]),
    Run(Command::RestoreEarlier),
    Separator,
    Run(Command::RenameProject),
    Run(Command::MakeItsOwn),
    Separator,
    Submenu(
        "Import",
        &[
            Named(Command::ImportArticles, "Articles…"),
            Named(Command::ImportFolder, "Folder of articles…"),
            Named(Command::PasteArticle, "Article from the clipboard"),
            Named(Command::ImportHighlights, "Highlights…"),
            Named(Command::ImportReferences, "Reference list…"),
            Named(Command::ImportCodebook, "Codebook…"),
        ],
    ),
    Submenu(
        "Export",
        &[
            Named(Command::ExportComparison, "Comparison…"),
            Named(Command::ExportTidy, "Comparison as tidy CSV…"),
            Named(Command::SavePicture, "Picture…"),
            Named(Command::ExportNetwork, "Network as GraphML…"),
            Separator,
            Named(Command::ExportHighlights, "Highlights as CSV…"),
            Named(Command::ExportCodebook, "Codebook…"),
            Named(Command::ExportArticles, "Articles as CSV…"),
        ],
    ),
    Separator,
    Run(Command::CloseProject),
    Run(Command::Quit),
];

const EDIT: &[MenuEntry] = &[
    Run(Command::Undo),
    Run(Command::Redo),
    Separator,
    Run(Command::Copy),
    Run(Command::CopyWithSource),
    Run(Command::CopyTable),
    Run(Command::SelectAll),
    Separator,
    Submenu(
        "Find",
        &[
            Named(Command::FindInArticle, "In the article…"),
            Named(Command::FindInAll, "In all articles…"),
            Separator,
            Named(Command::FindNext, "Next place"),
            Named(Command::FindPrevious, "Previous place"),
            Separator,
            Run(Command::ShowWords),
        ],
    ),
    Separator,
    Run(Command::EditDetails),
    Run(Command::ReviseText),
    Run(Command::RemoveArticle),
    Separator,
    Submenu(
        "Selected code",
        &[
            Run(Command::AddMember),
            Run(Command::MergeCodes),
            Run(Command::SplitCode),
            MOVE_CODE,
            Run(Command::DeleteCode),
        ],
    ),
    Separator,
    Submenu(
        "Selection snaps to",
        &[
            Named(Command::SnapToCharacters, "Characters"),
            Named(Command::SnapToWords, "Words"),
            Named(Command::SnapToSentences, "Sentences"),
            Named(Command::SnapToParagraphs, "Paragraphs"),
            Separator,
            Named(Command::CycleSnap, "Next of these"),
        ],
    ),
    Run(Command::SetCoder),
    Run(Command::ShowSettings),
];

const EMPHASIS: &[MenuEntry] = &[
    Named(Command::ShowThisActor, "This actor"),
    Named(Command::ShowThisIssue, "This issue"),
    Named(Command::ShowThisStance, "This stance"),
    Named(Command::ShowThisCoder, "This coder"),
    Separator,
    Run(Command::ShowAllAlike),
];

const ENDS: &[MenuEntry] = &[
    Named(Command::StartLeft, "Start to the left"),
    Named(Command::StartRight, "Start to the right"),
    Named(Command::EndLeft, "End to the left"),
    Named(Command::EndRight, "End to the right"),
    Separator,
    Named(Command::TrimHighlight, "Trim blanks and punctuation"),
];

const ASSIGN_KEY: MenuEntry = Submenu(
    "Assign a key",
    &[Named(Command::AssignActorKey, "To the actor…"), Named(Command::AssignIssueKey, "To the issue…")],
);

const SUGGESTIONS: &[MenuEntry] = &[
    Named(Command::NextSuggestion, "Next"),
    Named(Command::PreviousSuggestion, "Previous"),
    Separator,
    Named(Command::AcceptSuggestion, "Accept"),
    Named(Command::RefuseSuggestion, "Refuse"),
    Named(Command::AcceptSuggestions, "Accept several…"),
    Separator,
    Run(Command::SuggestPassages),
    Named(Command::HideSuggestions, "Hide"),
    Run(Command::AllowRefused),
];
const PIN_EXAMPLE: MenuEntry = Submenu(
    "Pin as an example",
    &[Named(Command::PinActorExample, "Of the actor"), Named(Command::PinIssueExample, "Of the issue")],
);

const HIGHLIGHT: &[MenuEntry] = &[
    Run(Command::Tag),
    Run(Command::TagAgain),
    Run(Command::TagAnother),
    Run(Command::TagInVivo),
    Separator,
    Run(Command::WriteNote),
    Submenu("Move an end", ENDS),
    Run(Command::DeleteHighlight),
    Separator,
    Run(Command::NextHighlight),
    Run(Command::PreviousHighlight),
    Run(Command::CycleHighlights),
    Separator,
    Submenu("Suggestions", SUGGESTIONS),
    Submenu("Emphasise", EMPHASIS),
    PIN_EXAMPLE,
    ASSIGN_KEY,
];

const SORT: &[MenuEntry] = &[
    Named(Command::SortByChosen, "By the selected row or column"),
    Named(Command::SortByTotal, "By total"),
    Named(Command::SortByName, "By name"),
    Named(Command::SortAsListed, "In codebook order"),
];

const SORT_ARTICLES: &[MenuEntry] = &[
    Named(Command::SortAsImported, "Manual order"),
    Named(Command::SortNewest, "Newest first"),
    Named(Command::SortOldest, "Oldest first"),
    Named(Command::SortByTitle, "By title"),
    Named(Command::SortByOutlet, "By outlet"),
    Named(Command::SortByProgress, "By progress"),
    Named(Command::SortMostHighlights, "Most highlights first"),
    Named(Command::SortFewestHighlights, "Fewest highlights first"),
];

const GROUP_ARTICLES: &[MenuEntry] = &[
    Named(Command::UngroupArticles, "Ungrouped"),
    Named(Command::GroupByOutlet, "By outlet"),
    Named(Command::GroupByStory, "By story"),
    Named(Command::GroupByProgress, "By progress"),
];

const ARRANGE_ARTICLES: &[MenuEntry] = &[
    Named(Command::SortAsImported, "Manual order"),
    Named(Command::SortNewest, "Newest first"),
    Named(Command::SortOldest, "Oldest first"),
    Named(Command::SortByTitle, "By title"),
    Named(Command::SortByOutlet, "By outlet"),
    Named(Command::SortByProgress, "By progress"),
    Named(Command::SortMostHighlights, "Most highlights first"),
    Named(Command::SortFewestHighlights, "Fewest highlights first"),
    Separator,
    Named(Command::UngroupArticles, "Ungrouped"),
    Named(Command::GroupByOutlet, "Grouped by outlet"),
    Named(Command::GroupByStory, "Grouped by story"),
    Named(Command::GroupByProgress, "Grouped by progress"),
];

const MOVE_ARTICLES: &[MenuEntry] = &[
    Named(Command::MoveArticleUp, "Up"),
    Named(Command::MoveArticleDown, "Down"),
    Named(Command::MoveArticleFirst, "To the top"),
    Named(Command::MoveArticleLast, "To the end"),
];

const VIEW: &[MenuEntry] = &[
    Run(Command::ShowRead),
    Run(Command::ShowCompare),
    Run(Command::ShowCodebook),
    Run(Command::ShowSearch),
    Run(Command::ShowProgress),
    Run(Command::ShowImport),
    Run(Command::CompareInWindow),
    Separator,
    Run(Command::ShowArticleList),
    Run(Command::ShowHighlightPanel),
    Run(Command::ShowLegend),
    Separator,
    Submenu("Colour by", &[Named(Command::TintByIssue, "Issue"), Named(Command::TintByActor, "Actor")]),
    Submenu(
        "Theme",
        &[
            Named(Command::FollowSystem, "Follow the system"),
            Named(Command::LightTheme, "Light"),
            Named(Command::SepiaTheme, "Sepia"),
            Named(Command::DarkTheme, "Dark"),
        ],
    ),
    Submenu(
        "Text and page",
        &[
            Run(Command::LargerText),
            Run(Command::SmallerText),
            Run(Command::UsualText),
            Separator,
            Run(Command::WiderPage),
            Run(Command::NarrowerPage),
            Run(Command::LooserLines),
            Run(Command::TighterLines),
            Run(Command::UsualPage),
        ],
    ),
    Separator,
    Submenu(
        "Articles",
        &[
            Run(Command::NextArticle),
            Run(Command::PreviousArticle),
            Run(Command::NextUnread),
            Separator,
            Submenu("Sort", SORT_ARTICLES),
            Submenu("Group", GROUP_ARTICLES),
            Submenu("Move", MOVE_ARTICLES),
            Run(Command::SelectAllArticles),
            Separator,
            Run(Command::MarkDone),
            Run(Command::MarkReading),
            Run(Command::MarkToRead),
        ],
    ),
    Submenu(
        "Table",
        &[
            Run(Command::NextMeasure),
            Run(Command::PreviousMeasure),
            Run(Command::TransposeTable),
            Submenu("Sort", SORT),
            Separator,
            Run(Command::PinChosen),
            Run(Command::ToggleMembers),
            Run(Command::MoveChosenBack),
            Run(Command::MoveChosenOn),
            Separator,
            Run(Command::SideBySide),
        ],
    ),
    Run(Command::BackToCell),
    Submenu("Go to panel", &[Named(Command::NextRegion, "Next"), Named(Command::PreviousRegion, "Previous")]),
];

const HELP: &[MenuEntry] =
    &[Run(Command::Palette), Run(Command::ShowKeys), Run(Command::TakeTour), Separator, Run(Command::ShowMessages)];

const OF_WORDS: &[MenuEntry] = &[
    Run(Command::Tag),
    Run(Command::TagAgain),
    Run(Command::TagInVivo),
    Separator,
    Run(Command::Copy),
    Run(Command::CopyWithSource),
    Run(Command::SelectAll),
    Separator,
    Run(Command::TrimHighlight),
];

const OF_HIGHLIGHT: &[MenuEntry] = &[
    Named(Command::Tag, "Change tags…"),
    Run(Command::TagAgain),
    Run(Command::TagAnother),
    Run(Command::WriteNote),
    Separator,
    Run(Command::Copy),
    Run(Command::CopyWithSource),
    Submenu("Move an end", ENDS),
    Submenu("Emphasise", EMPHASIS),
    PIN_EXAMPLE,
    ASSIGN_KEY,
    Separator,
    Run(Command::DeleteHighlight),
];

const OF_PASSAGE: &[MenuEntry] = &[Run(Command::PinActorExample), Run(Command::PinIssueExample)];

const OF_ARTICLE: &[MenuEntry] = &[
    Run(Command::MarkDone),
    Run(Command::MarkReading),
    Run(Command::MarkToRead),
    Separator,
    Submenu("Move", MOVE_ARTICLES),
    Separator,
    Run(Command::EditDetails),
    Run(Command::ReviseText),
    Run(Command::RemoveArticle),
];

const OF_ARTICLES: &[MenuEntry] = &[
    Named(Command::MarkDone, "Mark as done"),
    Named(Command::MarkReading, "Mark as reading"),
    Named(Command::MarkToRead, "Mark as to read"),
    Separator,
    Submenu("Move", MOVE_ARTICLES),
    Run(Command::SelectAllArticles),
    Separator,
    Named(Command::EditDetails, "Details of the selected articles…"),
    Named(Command::RemoveArticle, "Remove the selected articles…"),
];

const MOVE_CODE: MenuEntry = Submenu(
    "Move code",
    &[
        Named(Command::MoveCode, "Below another code…"),
        Separator,
        Named(Command::MoveCodeUp, "Up"),
        Named(Command::MoveCodeDown, "Down"),
        Named(Command::MoveCodeIn, "Into the one above"),
        Named(Command::MoveCodeOut, "Out of its parent"),
    ],
);

const OF_CODE: &[MenuEntry] = &[
    Run(Command::AddMember),
    Separator,
    Run(Command::MergeCodes),
    Run(Command::SplitCode),
    MOVE_CODE,
    ASSIGN_KEY,
    Separator,
    Run(Command::DeleteCode),
];

const OF_HEAD: &[MenuEntry] = &[
    Run(Command::SortByChosen),
    Run(Command::PinChosen),
    Run(Command::ToggleMembers),
    Separator,
    Run(Command::MoveChosenBack),
    Run(Command::MoveChosenOn),
    Separator,
    Submenu("Sort rows", SORT),
    Run(Command::TransposeTable),
    Run(Command::CopyTable),
];

const OF_CELL: &[MenuEntry] = &[
    Run(Command::CopyTable),
    Separator,
    Run(Command::NextMeasure),
    Run(Command::PreviousMeasure),
    Run(Command::TransposeTable),
    Run(Command::SideBySide),
    Separator,
    Run(Command::ExportComparison),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn count(entries: &[MenuEntry], command: Command) -> usize {
        let n = |entry: &MenuEntry| match entry {
            Run(own) | Named(own, _) => usize::from(*own == command),
            Submenu(_, entries) => count(entries, command),
            Separator => 0,
        };
        entries.iter().map(n).sum()
    }

    #[test]
    fn every_command_stands_once_in_the_menu_bar() {
        for command in Command::ALL {
            let n: usize = Menu::ALL.into_iter().map(|menu| count(menu.entries(), command)).sum();
            assert_eq!(n, 1, "{command:?}");
        }
    }

    #[test]
    fn menus_are_short_and_open_by_keys_of_their_own() {
        for menu in Menu::ALL {
            assert!(menu.entries().len() <= 20, "{menu:?}");
            let (key, at) = menu.access_key();
            assert!(menu.title()[at..].to_uppercase().starts_with(key.name()), "{menu:?}");
            let same = Menu::ALL.into_iter().filter(|other| other.access_key().0 == key);
            assert_eq!(same.count(), 1, "{menu:?}");
        }
    }
}
