//! What several pages show: dialogs, and what is said of a highlight.

pub mod choice_menu;
pub mod code_key;
pub mod command_button;
pub mod date;
pub mod derived;
pub mod dialog;
pub mod examples;
pub mod kept;
pub mod list;
pub mod menu;
pub mod name_line;
pub mod project_counts;
pub mod prompt;
pub mod pursuit;
pub mod quote_card;
pub mod regions;
pub mod row_heights;
pub mod sourced_quote;
pub mod tag_line;
pub mod tag_menus;
pub mod tag_rows;
pub mod tagging;
pub mod tags;
pub mod tour_target;
