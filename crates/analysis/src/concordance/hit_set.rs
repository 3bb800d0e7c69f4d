//! A set of hits: a bit for each, so that a million are ticked in no time.

/// Some of the hits that were found, by their index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HitSet {
    words: Vec<u64>,
    n: usize,
}

const fn place(hit: usize) -> (usize, u64) {
    (hit / 64, 1 << (hit % 64))
}

impl HitSet {
    /// The set of the first `n` hits.
    pub fn first(n: usize) -> Self {
        let mut words = vec![u64::MAX; n / 64];
        if !n.is_multiple_of(64) {
            words.push((1 << (n % 64)) - 1);
        }
        Self { words, n }
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.n
    }

    /// Returns whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// Returns whether a hit is one of them.
    pub fn contains(&self, hit: usize) -> bool {
        let (word, bit) = place(hit);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }

    /// Adds a hit.
    pub fn insert(&mut self, hit: usize) {
        let (word, bit) = place(hit);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.n += usize::from(self.words[word] & bit == 0);
        self.words[word] |= bit;
    }

    /// Removes a hit.
    pub fn remove(&mut self, hit: usize) {
        let (word, bit) = place(hit);
        if let Some(word) = self.words.get_mut(word) {
            self.n -= usize::from(*word & bit != 0);
            *word &= !bit;
        }
    }

    /// Adds or removes a hit.
    pub fn set(&mut self, hit: usize, is_in: bool) {
        if is_in { self.insert(hit) } else { self.remove(hit) }
    }

    /// All of them, the first one first.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(at * 64 + bit)
            })
        })
    }
}
