//! Every command, in the order of menus and palette, with the part of the window that carries it out.
//!
//! A line holds: the name of the variant, the name on screen, the help, the home, whether it changes the project,
//! what it needs, and its usual keys. `menus` says where it stands in the menus.

use egui::Key;

use super::{Effect, Home, Needs, Shortcut, Spec};

macro_rules! commands {
    ($($variant:ident: $name:literal, $help:literal, $home:ident, $effect:ident, $needs:ident, [$($shortcut:expr),*];)*) => {
        /// Something the analyst can ask for by menu, key or palette.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Command {
            $(#[doc = $help] $variant,)*
        }

        impl Command {
            /// All of them, in the order of menus and palette.
            pub const ALL: [Self; [$(stringify!($variant)),*].len()] = [$(Self::$variant),*];

            /// The name under which preferences know it; never shown.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($variant),)*
                }
            }

            /// Everything that is said of it.
            pub const fn spec(self) -> Spec {
                match self {
                    $(Self::$variant => Spec {
                        name: $name,
                        help: $help,
                        effect: Effect::$effect,
                        needs: Needs::$needs,
                        shortcuts: const { &[$($shortcut),*] },
                    },)*
                }
            }

            /// The part of the window that carries it out, with the command as that part knows it.
            pub const fn home(self) -> Home {
                match self {
                    $(Self::$variant => homes!(home_of $home $variant),)*
                }
            }
        }

        homes! { sort [] [] [] [] [] [] $($home $variant)* }
    };
}

/// Sorts the commands by home, so that each home has an enum of its own and must handle all of it.
macro_rules! homes {
    (home_of Desk $variant:ident) => { Home::Desk(DeskCommand::$variant) };
    (home_of Window $variant:ident) => { Home::Window(WindowCommand::$variant) };
    (home_of Preferences $variant:ident) => { Home::Preferences(PreferencesCommand::$variant) };
    (home_of Read $variant:ident) => { Home::Read(ReadCommand::$variant) };
    (home_of Compare $variant:ident) => { Home::Compare(CompareCommand::$variant) };
    (home_of Shared $variant:ident) => { Home::Shared(SharedCommand::$variant) };
    (sort [$($desk:ident)*] [$($window:ident)*] [$($preferences:ident)*] [$($read:ident)*] [$($compare:ident)*] [$($shared:ident)*]) => {
        homes! { enum "What the desk carries out: opening, saving, importing, undoing." DeskCommand $($desk)* }
        homes! { enum "What the window itself carries out." WindowCommand $($window)* }
        homes! { enum "What sets a preference." PreferencesCommand $($preferences)* }
        homes! { enum "What the page of articles carries out." ReadCommand $($read)* }
        homes! { enum "What the comparison carries out." CompareCommand $($compare)* }
        homes! { enum "What the page on screen carries out, each in its own way." SharedCommand $($shared)* }
    };
    (sort [$($d:ident)*] [$($w:ident)*] [$($p:ident)*] [$($r:ident)*] [$($c:ident)*] [$($s:ident)*] Desk $next:ident $($rest:ident)*) => {
        homes! { sort [$($d)* $next] [$($w)*] [$($p)*] [$($r)*] [$($c)*] [$($s)*] $($rest)* }
    };
    (sort [$($d:ident)*] [$($w:ident)*] [$($p:ident)*] [$($r:ident)*] [$($c:ident)*] [$($s:ident)*] Window $next:ident $($rest:ident)*) => {
        homes! { sort [$($d)*] [$($w)* $next] [$($p)*] [$($r)*] [$($c)*] [$($s)*] $($rest)* }
    };
    (sort [$($d:ident)*] [$($w:ident)*] [$($p:ident)*] [$($r:ident)*] [$($c:ident)*] [$($s:ident)*] Preferences $next:ident $($rest:ident)*) => {
        homes! { sort [$($d)*] [$($w)*] [$($p)* $next] [$($r)*] [$($c)*] [$($s)*] $($rest)* }
    };
    (sort [$($d:ident)*] [$($w:ident)*] [$($p:ident)*] [$($r:ident)*] [$($c:ident)*] [$($s:ident)*] Read $next:ident $($rest:ident)*) => {
        homes! { sort [$($d)*] [$($w)*] [$($p)*] [$($r)* $next] [$($c)*] [$($s)*] $($rest)* }
    };
    (sort [$($d:ident)*] [$($w:ident)*] [$($p:ident)*] [$($r:ident)*] [$($c:ident)*] [$($s:ident)*] Compare $next:ident $($rest:ident)*) => {
        homes! { sort [$($d)*] [$($w)*] [$($p)*] [$($r)*] [$($c)* $next] [$($s)*] $($rest)* }
    };
    (sort [$($d:ident)*] [$($w:ident)*] [$($p:ident)*] [$($r:ident)*] [$($c:ident)*] [$($s:ident)*] Shared $next:ident $($rest:ident)*) => {
        homes! { sort [$($d)*] [$($w)*] [$($p)*] [$($r)*] [$($c)*] [$($s)* $next] $($rest)* }
    };
    (enum $help:literal $name:ident $($variant:ident)*) => {
        #[doc = $help]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each variant is documented where it is one of all commands")]
        pub enum $name {
            $($variant,)*
        }
    };
}

commands! {
    NewProject: "New project…", "Start an empty project", Desk, Reads, Nothing, [Shortcut::ctrl(Key::N)];
    OpenProject: "Open project…", "Open a project file", Desk, Reads, Nothing, [Shortcut::ctrl(Key::O)];
    OpenSample: "Open the sample project", "Five reports of the Moscow talks of December 2025, read and tagged", Desk, Reads, Nothing, [];
    Save: "Save", "Write the project to its file", Desk, Reads, Project, [Shortcut::ctrl(Key::S)];
    SaveAs: "Save as…", "Write the project to another file", Desk, Reads, Project, [Shortcut::ctrl_shift(Key::S)];
    RestoreEarlier: "Restore an earlier version…", "Go back to a version of the project that was saved before", Desk, Changes, Project, [];
    MakeItsOwn: "Make this a project of its own", "Give a copy an id of its own, so that it is no longer taken for the project it was copied from", Desk, Changes, Project, [];
    SaveWhenIdle: "Save when idle", "Save automatically after a pause of five seconds, longer for large projects", Preferences, Reads, Nothing, [];
    SaveWhenAsked: "Save only when asked", "Turn autosave off; every edit is still journaled", Preferences, Reads, Nothing, [];
    ImportArticles: "Import articles…", "Add files as articles", Desk, Changes, Project, [Shortcut::ctrl(Key::I)];
    ImportFolder: "Import folder…", "Add every text file of a folder as articles", Desk, Changes, Project, [Shortcut::ctrl_shift(Key::I)];
    PasteArticle: "Paste as article", "Make an article of the text on the clipboard", Window, Changes, Project, [Shortcut::ctrl_shift(Key::V)];
    ImportHighlights: "Import highlights…", "Import highlights from a CSV file", Desk, Changes, Project, [];
    ImportReferences: "Import reference list…", "Fill in details of articles from a list of references (RIS, BibTeX, CSL-JSON)", Desk, Changes, Project, [];
    ImportCodebook: "Import codebook…", "Import actors, issues and stances from a CSV file or another project, after a look at what changes", Desk, Changes, Project, [];
    ExportComparison: "Export comparison…", "Write the table as shown: CSV, workbook, web page or Markdown", Compare, Reads, Project, [Shortcut::ctrl(Key::E)];
    ExportTidy: "Export comparison as tidy CSV…", "Write a row for each cell, for statistics programs", Compare, Reads, Project, [];
    SavePicture: "Save picture…", "Write the comparison as bars, heat map, timeline or network, for a paper", Compare, Reads, Project, [];
    ExportNetwork: "Export network as GraphML…", "Write the network of the comparison for programs that draw networks", Compare, Reads, Project, [];
    ExportHighlights: "Export highlights as CSV…", "Write a row for each highlight, with its quote and source", Desk, Reads, Project, [Shortcut::ctrl_shift(Key::E)];
    ExportCodebook: "Export codebook…", "Write actors, issues and stances as CSV, or as a web page or Word document to print", Desk, Reads, Project, [];
    ExportArticles: "Export articles as CSV…", "Write a row for each article, without its text", Desk, Reads, Project, [];
    CloseProject: "Close project", "Go back to the welcome page", Desk, Reads, Project, [Shortcut::ctrl(Key::W)];
    Quit: "Quit", "Close the window", Desk, Reads, Nothing, [Shortcut::ctrl(Key::Q)];
    Undo: "Undo", "Take the last step back", Desk, Changes, Undo, [Shortcut::ctrl(Key::Z)];
    Redo: "Redo", "Do the step taken back again", Desk, Changes, Redo, [Shortcut::ctrl_shift(Key::Z), Shortcut::ctrl(Key::Y)];
    Copy: "Copy selected words", "Put the selected words on the clipboard", Read, Reads, SelectionOrHighlight, [];
    CopyWithSource: "Copy with source", "Put the selected words or the highlight on the clipboard with outlet and date", Read, Reads, SelectionOrHighlight, [Shortcut::ctrl_shift(Key::C)];
    SelectAll: "Select the whole article", "Select every word of the article", Read, Reads, Article, [];
    CopyTable: "Copy table", "Put the comparison as shown on the clipboard, for a spreadsheet or a paper", Compare, Reads, Project, [];
    FindInArticle: "Find in article…", "Find words in the article on screen", Read, Reads, Article, [Shortcut::ctrl(Key::F)];
    FindNext: "Find next", "Go to the next place that the search in the article found", Read, Reads, Article, [Shortcut::key(Key::F3)];
    FindPrevious: "Find previous", "Go to the place before that the search in the article found", Read, Reads, Article, [Shortcut::shift(Key::F3)];
    EditDetails: "Article details…", "Change title, outlet, author, date and other fields of the article, or of all that are selected in the list", Read, Changes, Article, [Shortcut::key(Key::F2)];
    ReviseText: "Revise text…", "Correct the text of the article; highlights follow their words", Read, Changes, Article, [];
    RemoveArticle: "Remove article", "Take the selected articles and their highlights out of the project", Read, Changes, Article, [];
    RenameProject: "Rename project…", "Give the project another title", Desk, Changes, Project, [];
    CycleSnap: "Cycle snapping", "Snap to characters, words, sentences or paragraphs in turn", Preferences, Reads, Nothing, [Shortcut::key(Key::L)];
    SnapToCharacters: "Selection snaps to characters", "Select just what the pointer passes", Preferences, Reads, Nothing, [];
    SnapToWords: "Selection snaps to words", "Select whole words", Preferences, Reads, Nothing, [];
    SnapToSentences: "Selection snaps to sentences", "Select whole sentences", Preferences, Reads, Nothing, [];
    SnapToParagraphs: "Selection snaps to paragraphs", "Select whole paragraphs", Preferences, Reads, Nothing, [];
    SetCoder: "Set coder…", "Set the coder for new highlights", Window, Reads, Nothing, [];
    Tag: "Tag…", "Tag the selection with an actor, an issue and a stance", Read, Changes, SelectionOrHighlight, [Shortcut::key(Key::Enter)];
    TagAgain: "Repeat last tag", "Give the selected words the tags used last", Read, Changes, TagsToRepeat, [Shortcut::key(Key::Period)];
    TagAnother: "Tag the same words again…", "Add another highlight over the same words", Read, Changes, Highlight, [Shortcut::shift(Key::Enter)];
    TagInVivo: "New issue from the selected words", "Tag the selected words with an issue named after them, and with the last actor", Read, Changes, Selection, [Shortcut::key(Key::N)];
    WriteNote: "Write a note", "Move to the note of the selected highlight", Read, Changes, Highlight, [Shortcut::ctrl(Key::M)];
    DeleteHighlight: "Delete highlight", "Remove the selected highlight", Read, Changes, Highlight, [Shortcut::key(Key::Delete), Shortcut::key(Key::Backspace)];
    NextHighlight: "Next highlight", "Select the highlight that follows", Shared, Reads, Article, [Shortcut::key(Key::J)];
    PreviousHighlight: "Previous highlight", "Select the highlight before", Shared, Reads, Article, [Shortcut::key(Key::K)];
    CycleHighlights: "Cycle overlapping highlights", "Select the next of the highlights that lie over each other here", Read, Reads, Highlight, [Shortcut::key(Key::C)];
    SuggestPassages: "Suggest passages", "Mark passages of the article that are like highlights of the project; nothing is tagged by it", Read, Reads, Article, [];
    NextSuggestion: "Next suggestion", "Go to the next passage that is suggested, and say why it is", Read, Reads, Article, [Shortcut::key(Key::G)];
    PreviousSuggestion: "Previous suggestion", "Go to the suggested passage before", Read, Reads, Article, [Shortcut::shift(Key::G)];
    AcceptSuggestion: "Accept suggestion", "Tag the passage as it is suggested", Read, Changes, Suggestion, [Shortcut::key(Key::V)];
    RefuseSuggestion: "Refuse suggestion", "Leave the passage as it is, and never suggest this again", Read, Changes, Suggestion, [Shortcut::shift(Key::V)];
    AcceptSuggestions: "Accept several suggestions…", "See what would be tagged and how, and tag what is ticked as one step", Read, Changes, Suggestions, [];
    HideSuggestions: "Hide suggestions", "Remove the marks below suggested passages until the next tag", Read, Reads, Suggestions, [];
    AllowRefused: "Suggest refused passages again", "Forget what was refused in this article", Read, Changes, Article, [];
    AssignActorKey: "Assign key to the actor…", "Let a digit tag with the actor of the highlight, or with the one chosen in the codebook", Shared, Changes, Actor, [];
    AssignIssueKey: "Assign key to the issue…", "Let a letter of the upper row tag with the issue of the highlight, or with the one chosen in the codebook", Shared, Changes, Issue, [];
    PinActorExample: "Pin as an example of the actor", "Show the highlight in the codebook as an example of its actor (again to unpin it)", Shared, Changes, Passage, [];
    PinIssueExample: "Pin as an example of the issue", "Show the highlight in the codebook as an example of its issue (again to unpin it)", Shared, Changes, Passage, [];
    MergeCodes: "Merge codes…", "Make one of the code selected in the codebook and others, with everything they have", Shared, Changes, Code, [];
    SplitCode: "Split code…", "Go through the highlights of the code selected in the codebook and send each to a part of it", Shared, Changes, Code, [];
    MoveCode: "Move code…", "Put the code selected in the codebook below another one, or at the top level", Shared, Changes, Code, [];
    MoveCodeUp: "Move code up", "Move the code selected in the codebook before the one above it", Shared, Changes, Code, [Shortcut::alt(Key::ArrowUp)];
    MoveCodeDown: "Move code down", "Move the code selected in the codebook behind the one below it", Shared, Changes, Code, [Shortcut::alt(Key::ArrowDown)];
    MoveCodeIn: "Move code into the one above", "Make the code selected in the codebook a member of the one above it", Shared, Changes, Code, [Shortcut::alt_shift(Key::ArrowDown)];
    MoveCodeOut: "Move code out of its parent", "Move the code selected in the codebook up by one level", Shared, Changes, Code, [Shortcut::alt_shift(Key::ArrowUp)];
    AddMember: "Add a member…", "Type the name of a new code below the one selected in the codebook", Shared, Changes, Code, [];
    DeleteCode: "Delete code…", "Delete the code selected in the codebook, after asking what its highlights get instead", Shared, Changes, Code, [];
    ShowThisActor: "Emphasise this actor", "Fade all other actors’ highlights; again to undo", Read, Reads, Highlight, [];
    ShowThisIssue: "Emphasise this issue", "Fade highlights on all other issues; again to undo", Read, Reads, Highlight, [];
    ShowThisStance: "Emphasise this stance", "Fade highlights with another stance; again to undo", Read, Reads, Highlight, [];
    ShowThisCoder: "Emphasise this coder", "Fade highlights of all other coders; again to undo", Read, Reads, Highlight, [];
    ShowAllAlike: "Clear emphasis", "Show all highlights at full strength", Read, Reads, Project, [];
    TrimHighlight: "Trim the highlight", "Leave blanks and punctuation at both ends out", Read, Changes, SelectionOrHighlight, [Shortcut::ctrl(Key::T)];
    StartLeft: "Move start left", "Let the highlight start one character earlier", Read, Changes, Highlight, [Shortcut::alt(Key::ArrowLeft)];
    StartRight: "Move start right", "Let the highlight start one character later", Read, Changes, Highlight, [Shortcut::alt(Key::ArrowRight)];
    EndLeft: "Move end left", "Let the highlight end one character earlier", Read, Changes, Highlight, [Shortcut::alt_shift(Key::ArrowLeft)];
    EndRight: "Move end right", "Let the highlight end one character later", Read, Changes, Highlight, [Shortcut::alt_shift(Key::ArrowRight)];
    ShowRead: "Read", "Read and tag the articles", Window, Reads, Project, [Shortcut::ctrl(Key::Num1)];
    ShowCompare: "Compare", "See who stands where on what", Window, Reads, Project, [Shortcut::ctrl(Key::Num2)];
    ShowCodebook: "Codebook", "Change actors, issues and stances", Window, Reads, Project, [Shortcut::ctrl(Key::Num3)];
    ShowSearch: "Search", "Find words in all articles, with a line for each place", Window, Reads, Project, [Shortcut::ctrl(Key::Num4)];
    ShowProgress: "Progress", "See what is read and coded, and what is still open", Window, Reads, Project, [Shortcut::ctrl(Key::Num5)];
    FindInAll: "Find in all articles…", "Search the texts of all articles for words", Window, Reads, Project, [Shortcut::ctrl_shift(Key::F)];
    ShowImport: "Import", "Look over the articles that are waiting to be imported", Window, Reads, Review, [];
    ShowWords: "Count words…", "List the words of the articles, and those that are typical of an issue, an actor or an outlet", Window, Reads, Project, [];
    CompareInWindow: "Compare in its own window", "Show the comparison in a window of its own, beside the text, or take it back", Window, Reads, Project, [];
    NextMeasure: "Next measure", "Show the next measure in the cells", Compare, Reads, Table, [Shortcut::key(Key::M)];
    PreviousMeasure: "Previous measure", "Show the previous measure in the cells", Compare, Reads, Table, [Shortcut::shift(Key::M)];
    TransposeTable: "Transpose the table", "Turn rows into columns and columns into rows", Compare, Reads, Table, [Shortcut::key(Key::X)];
    SortByChosen: "Sort by the selected row or column", "Put the largest values of what is chosen in the table first", Compare, Reads, Table, [];
    SortByTotal: "Sort rows by total", "Put the rows with the largest totals first", Compare, Reads, Table, [];
    SortByName: "Sort rows by name", "Put the rows of the table in the order of their names", Compare, Reads, Table, [];
    SortAsListed: "Sort rows in codebook order", "Put the rows in the order of the codebook, the project or the calendar", Compare, Reads, Table, [];
    PinChosen: "Pin the selected row or column", "Keep the selected row or column first, or release it", Compare, Reads, Table, [];
    ToggleMembers: "Show or fold members", "Show or hide what belongs to the selected row or column", Compare, Reads, Table, [Shortcut::key(Key::H)];
    MoveChosenBack: "Move selected row up or column left", "Move it one place up or to the left", Compare, Reads, Table, [];
    MoveChosenOn: "Move selected row down or column right", "Move it one place down or to the right", Compare, Reads, Table, [];
    BackToCell: "Go back", "Go back from the article to the cell, finding, passage or line of a search it was opened from", Window, Reads, Project, [Shortcut::key(Key::B)];
    NextRegion: "Next panel", "Move the keyboard to the next panel", Window, Reads, Nothing, [Shortcut::key(Key::F6)];
    PreviousRegion: "Previous panel", "Move the keyboard to the panel before", Window, Reads, Nothing, [Shortcut::shift(Key::F6)];
    SideBySide: "Side by side", "Show a second comparison beside the first, and the difference", Compare, Reads, Table, [];
    NextArticle: "Next article", "Open the article below", Read, Reads, Project, [Shortcut::ctrl(Key::PageDown), Shortcut::key(Key::CloseBracket)];
    PreviousArticle: "Previous article", "Open the article above", Read, Reads, Project, [Shortcut::ctrl(Key::PageUp), Shortcut::key(Key::OpenBracket)];
    NextUnread: "Next unread article", "Open the next article that is not done", Read, Reads, Project, [Shortcut::ctrl(Key::U)];
    SortAsImported: "Sort articles in manual order", "List the articles as they were imported, or as you arranged them", Preferences, Reads, Project, [];
    SortNewest: "Sort articles by date, newest first", "List the articles with the latest date first", Preferences, Reads, Project, [];
    SortOldest: "Sort articles by date, oldest first", "List the articles with the earliest date first", Preferences, Reads, Project, [];
    SortByTitle: "Sort articles by title", "List the articles in the order of their titles", Preferences, Reads, Project, [];
    SortByOutlet: "Sort articles by outlet", "List the articles in the order of their outlets, and of one outlet by date", Preferences, Reads, Project, [];
    SortByProgress: "Sort articles by progress", "List articles being read first, then those to read, then those done", Preferences, Reads, Project, [];
    SortMostHighlights: "Sort articles by highlights, most first", "List the articles with the most highlights first", Preferences, Reads, Project, [];
    SortFewestHighlights: "Sort articles by highlights, fewest first", "List the articles with the fewest highlights first", Preferences, Reads, Project, [];
    UngroupArticles: "Ungroup articles", "List the articles without groups", Preferences, Reads, Project, [];
    GroupByOutlet: "Group articles by outlet", "List the articles of each outlet together", Preferences, Reads, Project, [];
    GroupByStory: "Group articles by story", "List the articles that print the same story together", Preferences, Reads, Project, [];
    GroupByProgress: "Group articles by progress", "List articles being read, those to read and those done together", Preferences, Reads, Project, [];
    MoveArticleUp: "Move article up", "Move the article, or all that are selected in the list, before the one above", Read, Changes, ManualOrder, [Shortcut::ctrl_shift(Key::PageUp)];
    MoveArticleDown: "Move article down", "Move the article, or all that are selected in the list, behind the one below", Read, Changes, ManualOrder, [Shortcut::ctrl_shift(Key::PageDown)];
    MoveArticleFirst: "Move article to the top", "Move the article, or all that are selected in the list, to its top", Read, Changes, ManualOrder, [];
    MoveArticleLast: "Move article to the end", "Move the article, or all that are selected in the list, to its end", Read, Changes, ManualOrder, [];
    SelectAllArticles: "Select all articles in the list", "Select every article that the list shows, to mark, describe, move or remove them together", Read, Reads, Article, [];
    MarkDone: "Mark article as done", "Mark the article, or all that are selected in the list, as done, or as reading again", Read, Changes, Article, [Shortcut::ctrl(Key::D)];
    MarkReading: "Mark article as reading", "Mark the article, or all that are selected in the list, as being read", Read, Changes, Article, [];
    MarkToRead: "Mark article as to read", "Mark the article, or all that are selected in the list, as not read yet", Read, Changes, Article, [];
    TintByIssue: "Tint by issue", "Colour highlights by what they are about", Preferences, Reads, Project, [];
    TintByActor: "Tint by actor", "Colour highlights by whose position they are", Preferences, Reads, Project, [];
    LargerText: "Larger text", "Set the articles in larger type", Preferences, Reads, Nothing, [Shortcut::ctrl(Key::Plus), Shortcut::ctrl(Key::Equals)];
    SmallerText: "Smaller text", "Set the articles in smaller type", Preferences, Reads, Nothing, [Shortcut::ctrl(Key::Minus)];
    UsualText: "Reset text size", "Set the articles in the usual size", Preferences, Reads, Nothing, [Shortcut::ctrl(Key::Num0)];
    WiderPage: "Wider page", "Set the articles in longer lines", Preferences, Reads, Nothing, [Shortcut::ctrl(Key::CloseBracket)];
    NarrowerPage: "Narrower page", "Set the articles in shorter lines", Preferences, Reads, Nothing, [Shortcut::ctrl(Key::OpenBracket)];
    LooserLines: "Looser lines", "Set the lines of the articles farther apart", Preferences, Reads, Nothing, [Shortcut::ctrl(Key::L)];
    TighterLines: "Tighter lines", "Set the lines of the articles closer together", Preferences, Reads, Nothing, [Shortcut::ctrl_shift(Key::L)];
    UsualPage: "Reset page", "Set lines of about 70 characters, as far apart as usual", Preferences, Reads, Nothing, [];
    FollowSystem: "Follow the system’s theme", "Be light or dark as the system is", Preferences, Reads, Nothing, [];
    LightTheme: "Light theme", "Dark ink on light paper", Preferences, Reads, Nothing, [];
    SepiaTheme: "Sepia theme", "Dark ink on brown paper", Preferences, Reads, Nothing, [];
    DarkTheme: "Dark theme", "Light ink on dark paper", Preferences, Reads, Nothing, [];
    ShowArticleList: "List of articles", "Show or hide the list of articles beside the text, or over it in a narrow window", Read, Reads, Project, [Shortcut::ctrl_shift(Key::A)];
    ShowHighlightPanel: "Highlight and filters", "Show or hide the selected highlight, the filters and all highlights beside the text, or over it in a narrow window", Read, Reads, Project, [Shortcut::ctrl_shift(Key::M)];
    ShowLegend: "Legend of the keys", "Show or hide, below the text, which key means which actor, issue or stance", Preferences, Reads, Project, [Shortcut::shift(Key::F1)];
    ShowMessages: "Messages", "Show or hide the messages of this session", Window, Reads, Nothing, [];
    ShowSettings: "Settings…", "Change how Standpoint looks and works on this computer", Window, Reads, Nothing, [Shortcut::ctrl_alt(Key::S)];
    TakeTour: "Take the tour", "Learn the main job step by step in the window itself", Window, Reads, Nothing, [];
    Palette: "All commands…", "Find a command by name", Window, Reads, Nothing, [Shortcut::ctrl_shift(Key::P)];
    ShowKeys: "Keyboard shortcuts…", "Show and change the keys of all commands", Window, Reads, Nothing, [Shortcut::key(Key::Questionmark), Shortcut::key(Key::F1)];
}
