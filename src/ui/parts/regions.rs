//! The regions of the window, between which F6 and Shift+F6 move the keyboard.

use egui::{Context, FocusDirection, Id, Pos2, Rect, Sense, Ui, WidgetRect, accesskit::Role};

use crate::ui::widgets::set_bounds;

/// A part of the window with controls of its own, in the order of reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Region {
    /// What is to be known or decided, above the page.
    Banners,
    /// Lists on the left.
    Left,
    /// The controls above the middle.
    Tools,
    /// The text, the table or the form.
    Middle,
    /// What stands beside it.
    Right,
    /// The status line.
    Status,
    /// The card of the tour, which lies over one of the others.
    Tour,
}

/// A region as it was shown.
#[derive(Clone, Copy, Debug)]
struct ShownRegion {
    region: Region,
    rect: Rect,
}

#[derive(Clone, Debug, Default)]
struct Regions {
    /// Those of this pass and of the one before.
    shown: Vec<ShownRegion>,
    before: Vec<ShownRegion>,
    /// The region that is to get the keyboard when it is shown next.
    wanted: Option<Region>,
    /// What had the keyboard last in each region.
    last: Vec<(Region, Id)>,
}

/// Works with the regions of the window that is shown now.
fn with_regions<R>(ctx: &Context, work: impl FnOnce(&mut Regions) -> R) -> R {
    let id = Id::unique(("regions", ctx.viewport_id()));
    ctx.data_mut(|data| work(data.get_temp_mut_or_default(id)))
}

impl Region {
    /// Says that what follows in this part of the window is the region, under a name for screen readers. `first` is what
    /// gets the keyboard when the region is entered for the first time, if not its first control.
    pub fn begin(self, ui: &mut Ui, name: &str, first: Option<Id>) {
        let ctx = ui.ctx().clone();
        let rect = ui.clip_rect();
        ctx.accesskit_node_builder(ui.unique_id(), |node| {
            node.set_role(Role::Region);
            node.set_label(name);
        });
        set_bounds(ui, rect);
        let (is_wanted, last) = with_regions(&ctx, |regions| {
            regions.shown.push(ShownRegion { region: self, rect });
            let last = regions.last.iter().find(|(region, _)| *region == self).map(|(_, id)| *id);
            (regions.wanted.take_if(|wanted| *wanted == self).is_some(), last)
        });
        if !is_wanted {
            return;
        }
        let is_here = |id: &Id| widget_rect(&ctx, *id).is_some_and(|shown| rect.intersects(shown.interact_rect));
        if let Some(id) = last.filter(is_here).or(first) {
            ctx.memory_mut(|memory| memory.request_focus(id));
            return;
        }
        // A control that only stands here now hands the keyboard on to the first one of the region.
        let start = ui.scope_id().with("start of the region");
        ctx.memory_mut(|memory| {
            memory.request_focus(start);
            memory.move_focus(FocusDirection::Next);
        });
        ui.interact(Rect::from_min_size(ui.max_rect().min, egui::Vec2::ZERO), start, Sense::focusable_noninteractive());
    }
}

/// Asks for the keyboard for the next region, or for the one before.
pub fn step(ctx: &Context, is_back: bool) {
    let focused = focused_rect(ctx);
    with_regions(ctx, |regions| {
        let mut all = if regions.shown.is_empty() { regions.before.clone() } else { regions.shown.clone() };
        all.sort_by_key(|shown| shown.region);
        let n = all.len();
        let here = focused.and_then(|(_, rect)| region_at(&all, rect.center()));
        let next = match (here, is_back) {
            (Some(at), false) => (at + 1) % n.max(1),
            (Some(at), true) => (at + n - 1) % n.max(1),
            (None, false) => 0,
            (None, true) => n.saturating_sub(1),
        };
        regions.wanted = all.get(next).map(|shown| shown.region);
    });
    ctx.request_repaint();
}

/// Remembers what has the keyboard, and makes room for the regions of the next pass.
pub fn end_pass(ctx: &Context) {
    let focused = focused_rect(ctx);
    with_regions(ctx, |regions| {
        let here =
            focused.and_then(|(id, rect)| Some((regions.shown[region_at(&regions.shown, rect.center())?].region, id)));
        if let Some((region, id)) = here {
            regions.last.retain(|(other, _)| *other != region);
            regions.last.push((region, id));
        }
        regions.before = std::mem::take(&mut regions.shown);
        // A region that was not shown gets nothing later on.
        regions.wanted = None;
    });
}

/// The region at a place: the smallest one, where one lies over another.
fn region_at(shown: &[ShownRegion], at: Pos2) -> Option<usize> {
    let here = shown.iter().enumerate().filter(|(_, shown)| shown.rect.contains(at));
    here.min_by(|(_, a), (_, b)| a.rect.area().total_cmp(&b.rect.area())).map(|(index, _)| index)
}

/// What has the keyboard, and where it is.
pub fn focused_rect(ctx: &Context) -> Option<(Id, Rect)> {
    let id = ctx.memory(egui::Memory::focused)?;
    Some((id, widget_rect(ctx, id)?.interact_rect))
}

/// Where a control is shown. Asking egui for its response instead has an effect: in the frame of a click on something
/// else, the control loses the keyboard, even if that click has just given it to it.
pub fn widget_rect(ctx: &Context, id: Id) -> Option<WidgetRect> {
    ctx.viewport(|viewport| {
        let before = viewport.prev_pass.widgets.get(id);
        let now = viewport.this_pass.widgets.get(id).filter(|now| now.rect.is_positive() && now.rect.is_finite());
        now.or(before).copied()
    })
}
