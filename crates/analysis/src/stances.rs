//! The number of highlights for each stance. Its size depends on the stances that occur, not on the length of the
//! scale.

use std::ops::Deref;

use smallvec::SmallVec;

/// How many highlights take a stance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StanceCount {
    /// The position of the stance on the scale; the number of stances for highlights that take none.
    pub stance: u32,
    /// Number of highlights; never 0.
    pub n: u32,
}

/// The counts of those stances that some highlight takes, in the order of the scale.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StanceCounts(SmallVec<[StanceCount; 3]>);

impl StanceCounts {
    /// Counts a highlight that takes this stance.
    pub fn add(&mut self, stance: u32) {
        match self.find(stance) {
            Ok(at) => self.0[at].n += 1,
            Err(at) => self.0.insert(at, StanceCount { stance, n: 1 }),
        }
    }

    /// Removes a highlight that was counted.
    pub fn remove(&mut self, stance: u32) {
        if let Ok(at) = self.find(stance) {
            self.0[at].n -= 1;
            if self.0[at].n == 0 {
                self.0.remove(at);
            }
        }
    }

    /// Returns the number of all highlights.
    pub fn n(&self) -> u32 {
        self.0.iter().map(|count| count.n).sum()
    }

    fn find(&self, stance: u32) -> Result<usize, usize> {
        self.0.binary_search_by_key(&stance, |count| count.stance)
    }
}

impl Deref for StanceCounts {
    type Target = [StanceCount];

    fn deref(&self) -> &[StanceCount] {
        &self.0
    }
}

/// Returns how many highlights take the stance at this position of the scale, or none at its end.
pub fn n_taking(counts: &[StanceCount], stance: usize) -> u32 {
    counts.binary_search_by_key(&stance, |count| count.stance as usize).map_or(0, |at| counts[at].n)
}
