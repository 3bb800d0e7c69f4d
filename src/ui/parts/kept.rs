//! A derived value that is kept for as long as what it was made from is the same.

/// A value with the key it was made for. It is made anew for another key, so a frame in which nothing changed only
/// compares keys.
#[derive(Debug)]
pub struct Kept<K, V>(Option<(K, V)>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(None)
    }
}

impl<K, V> Kept<K, V> {
    /// The value made last, if any.
    pub fn peek(&self) -> Option<&V> {
        self.0.as_ref().map(|(_, value)| value)
    }

    /// Whether a value is kept whose key passes. A key that is costly to make is compared in this way in each frame,
    /// and made only for [`Self::set`].
    pub fn is_made_for(&self, is_key: impl FnOnce(&K) -> bool) -> bool {
        self.0.as_ref().is_some_and(|(key, _)| is_key(key))
    }

    /// Keeps a value in place of the one before.
    pub fn set(&mut self, key: K, value: V) -> &V {
        let (_, value) = self.0.insert((key, value));
        value
    }

    /// Gives up the value, to make the next one in its room.
    pub fn take(&mut self) -> Option<V> {
        self.0.take().map(|(_, value)| value)
    }
}

impl<K: PartialEq, V> Kept<K, V> {
    /// The value for `key`; it is made only if the one before was made for another key.
    pub fn get(&mut self, key: K, make: impl FnOnce() -> V) -> &V {
        let kept = self.0.take().filter(|(made_for, _)| *made_for == key);
        let (_, value) = self.0.insert(kept.unwrap_or_else(|| (key, make())));
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_made_once_for_each_key() {
        let mut kept = Kept::default();
        assert_eq!(kept.peek(), None);
        assert_eq!(*kept.get(1, || "one"), "one");
        assert_eq!(*kept.get(1, || panic!("it is kept")), "one");
        assert_eq!(*kept.get(2, || "two"), "two");
        assert!(kept.is_made_for(|key| *key == 2) && !kept.is_made_for(|key| *key == 1));
        assert_eq!(*kept.set(3, "three"), "three");
        assert_eq!(kept.peek(), Some(&"three"));
        assert_eq!((kept.take(), kept.peek()), (Some("three"), None));
        assert_eq!(*kept.get(3, || "made again"), "made again");
    }
}
