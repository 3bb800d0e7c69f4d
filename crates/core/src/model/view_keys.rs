//! Compares axes and their values by how their names read.
//!
//! A summary, a pin or an order is kept under one spelling of an outlet, an author or a field. It has to be found under
//! every other spelling that reads the same, because the table has one row for all of them.

use std::{
    borrow::Cow,
    cmp::Ordering,
    hash::{Hash, Hasher},
    mem,
};

use super::{
    ArticleId, CodeId, StanceId,
    view::{Axis, AxisValue},
};
use crate::text::fold::folded;

/// The sort key: first the kind, in the order of declaration, then the value within the kind.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Compared<'a> {
    FixedAxis(usize),
    Code(&'a CodeId),
    Stance(&'a StanceId),
    Article(ArticleId),
    Name(Cow<'a, str>),
    Missing,
    Search(Cow<'a, str>),
}

impl Axis {
    fn compared(&self) -> Compared<'_> {
        if let Self::Field(name) = self {
            return Compared::Name(folded(name));
        }
        if let Self::Search(name) = self {
            return Compared::Search(folded(name));
        }
        let is_this = |other: &Self| mem::discriminant(other) == mem::discriminant(self);
        Compared::FixedAxis(Self::FIXED.iter().position(is_this).unwrap_or(Self::FIXED.len()))
    }
}

impl AxisValue {
    fn compared(&self) -> Compared<'_> {
        match self {
            Self::Code(id) => Compared::Code(id),
            Self::Stance(id) => Compared::Stance(id),
            Self::Article(id) => Compared::Article(*id),
            Self::Named(name) => Compared::Name(folded(name)),
            Self::Missing => Compared::Missing,
        }
    }
}

macro_rules! compared_as_read {
    ($type:ty) => {
        impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                self.compared() == other.compared()
            }
        }

        impl Eq for $type {}

        impl PartialOrd for $type {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $type {
            fn cmp(&self, other: &Self) -> Ordering {
                self.compared().cmp(&other.compared())
            }
        }

        impl Hash for $type {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.compared().hash(state);
            }
        }
    };
}

compared_as_read!(Axis);
compared_as_read!(AxisValue);

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::model::view::{AxisSide, HeaderKey, Subject};

    fn named(name: &str) -> AxisValue {
        AxisValue::Named(name.to_owned())
    }

    #[test]
    fn names_that_read_the_same_are_the_same_value() {
        for (a, b) in [("Élise", "E\u{301}lise"), ("The  Times", "The Times"), ("Ti\u{ad}mes", "Times")] {
            assert_eq!(named(a), named(b));
            assert_eq!(Axis::Field(a.to_owned()), Axis::Field(b.to_owned()));
            assert_eq!(Axis::Search(a.to_owned()), Axis::Search(b.to_owned()));
            assert_eq!([named(a), named(b)].into_iter().collect::<HashSet<_>>().len(), 1, "{a:?}");
        }
        assert_ne!(named("US"), named("us"));
        assert_ne!(named("mayor"), AxisValue::Code("mayor".into()));
        assert_ne!(Axis::Field("outlet".to_owned()), Axis::Outlet);
        assert_ne!(Axis::Field("toll".to_owned()), Axis::Search("toll".to_owned()));
    }

    #[test]
    fn kinds_keep_the_order_in_which_they_are_declared() {
        let axes: Vec<Axis> =
            Axis::FIXED.into_iter().chain([Axis::Field("Desk".to_owned()), Axis::Search("Desk".to_owned())]).collect();
        assert!(axes.is_sorted_by(|a, b| a < b));
        let stance = AxisValue::Stance("a".into());
        let values = [
            AxisValue::Code("z".into()),
            stance,
            AxisValue::Article(ArticleId(uuid::Uuid::nil())),
            named("a"),
            AxisValue::Missing,
        ];
        assert!(values.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn what_is_kept_under_one_spelling_is_found_under_another() {
        let key = |name: &str| HeaderKey(vec![named(name)]);
        let mut side = AxisSide::over(Axis::Outlet);
        side.pin(&key("Élise"));
        side.toggle(&key("Élise"));
        assert!(!side.shows_members_of(&key("E\u{301}lise")));
        side.pin(&key("E\u{301}lise"));
        assert!(side.pinned.is_empty());
        let subject = |name: &str| Subject::of((&[Axis::Outlet], &key(name)), (&[Axis::Coder], &key("A")));
        assert_eq!(subject("Élise"), subject("E\u{301}lise"));
    }
}
