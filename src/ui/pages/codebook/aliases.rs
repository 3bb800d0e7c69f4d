//! The aliases of a code: which they are, how strictly each is found, and the way to make one a code of its own.

use egui::{RichText, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_core::{
    edit::promote_alias,
    model::{AliasRule, Code, CodeId, CodeKind},
};

use crate::ui::{
    action::Action,
    pages::PageContext,
    widgets::{named_field, one_line, small_button},
};

/// What is typed of the aliases, and which of them is looked at.
#[derive(Default)]
pub(super) struct AliasFields {
    /// The field, which keeps what is typed as it is typed.
    typed: Option<(CodeId, String)>,
    /// The alias whose rule is shown.
    open: Option<String>,
}

/// How many aliases have a button, and how many characters of a name are shown.
const MOST_ALIASES: usize = 12;
const MOST_CHARS: usize = 36;

/// The field of the aliases and a button for each; returns what the field says.
pub(super) fn ui(
    ui: &mut Ui,
    fields: &mut AliasFields,
    kind: CodeKind,
    code: &Code,
    (changed, context): (&mut Code, &mut PageContext<'_>),
) -> Option<egui::Response> {
    if fields.typed.as_ref().is_none_or(|(id, _)| *id != code.id) {
        *fields = AliasFields { typed: Some((code.id.clone(), code.aliases.join(", "))), open: None };
    }
    let (_, text) = fields.typed.as_mut()?;
    let response = named_field(ui, "Aliases (separated by commas)", text);
    if response.changed() {
        changed.aliases = text.split(',').map(str::trim).filter(|alias| !alias.is_empty()).map(str::to_owned).collect();
        let Code { aliases, alias_rules, .. } = changed;
        alias_rules.retain(|alias, _| aliases.contains(alias));
    } else if !response.has_focus() {
        *text = code.aliases.join(", ");
    }
    buttons_ui(ui, fields, kind, code, (changed, context));
    Some(response)
}

/// A button for each alias, and what is set for the one that was clicked.
fn buttons_ui(
    ui: &mut Ui,
    fields: &mut AliasFields,
    kind: CodeKind,
    code: &Code,
    (changed, context): (&mut Code, &mut PageContext<'_>),
) {
    if code.aliases.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
        for alias in code.aliases.iter().take(MOST_ALIASES) {
            let is_open = fields.open.as_ref() == Some(alias);
            let shown = format!("{}{}", short(alias), in_words(code.alias_rule(alias)));
            let button = egui::Button::new(RichText::new(&shown).small()).selected(is_open);
            let response = ui.add(button.wrap_mode(egui::TextWrapMode::Extend));
            response.widget_info(|| {
                WidgetInfo::selected(Role::DisclosureTriangle, true, is_open, format!("Alias: {shown}"))
            });
            if response.on_hover_text("How strictly it is found").clicked() {
                fields.open = (!is_open).then(|| alias.clone());
            }
        }
    });
    let Some(alias) = fields.open.as_ref().filter(|open| code.aliases.contains(open)) else { return };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(10.0, 4.0);
        let mut rule = code.alias_rule(alias);
        let case = ui.checkbox(&mut rule.is_case_sensitive, "Match case");
        let case = case.on_hover_text("Small and capital letters must be those of the alias");
        let word = ui.checkbox(&mut rule.is_whole_word, "Whole word only");
        let word = word.on_hover_text("Not found in its other forms, nor by a part of it in the tag line");
        if case.changed() || word.changed() {
            changed.set_alias_rule(alias, rule);
        }
        let said = format!("Make “{}” an {} of its own", short(alias), kind.noun());
        let help = format!("The highlights stay with “{}”", code.name);
        if small_button(ui, &said).on_hover_text(help).clicked()
            && let Some(edit) = promote_alias(&context.project().codebook, kind, &code.id, alias)
        {
            context.ask(Action::edit(said, edit));
        }
    });
}

fn short(alias: &str) -> String {
    one_line(alias).chars().take(MOST_CHARS).collect()
}

/// “ · match case”.
fn in_words(rule: AliasRule) -> String {
    let words = [(rule.is_case_sensitive, " · match case"), (rule.is_whole_word, " · whole word")];
    words.into_iter().filter(|(is_set, _)| *is_set).map(|(_, words)| words).collect()
}
