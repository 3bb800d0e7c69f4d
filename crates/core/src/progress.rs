//! Says how far long work on this thread is.
//!
//! Whoever starts the work listens ([`heard_by`]). Readers and writers deep inside say how many steps there are and how
//! many are done, without being handed anything; if nobody listens, that costs next to nothing.

use std::cell::RefCell;

/// Is told how many steps are done, of how many.
type Listener = Box<dyn Fn(usize, usize)>;

/// The steps of the work that is listened to.
struct Steps {
    listener: Listener,
    n_done: usize,
    n: usize,
}

thread_local! {
    static STEPS: RefCell<Option<Steps>> = const { RefCell::new(None) };
}

/// Does work on this thread, and tells `listener` how many of its steps are done, and how many there are.
pub fn heard_by<R>(listener: impl Fn(usize, usize) + 'static, work: impl FnOnce() -> R) -> R {
    let before = STEPS.replace(Some(Steps { listener: Box::new(listener), n_done: 0, n: 0 }));
    let result = work();
    STEPS.set(before);
    result
}

/// Says that work begins, and about how many steps it has.
pub fn begin(n: usize) {
    STEPS.with_borrow_mut(|steps| {
        if let Some(steps) = steps {
            (steps.n_done, steps.n) = (0, n);
            (steps.listener)(0, n);
        }
    });
}

/// Says how many more steps are done. They are never counted beyond the number that was given at the beginning, which
/// may have been estimated too low.
pub fn advance(n_more: usize) {
    STEPS.with_borrow_mut(|steps| {
        if let Some(steps) = steps {
            steps.n_done = steps.n_done.saturating_add(n_more).min(steps.n);
            (steps.listener)(steps.n_done, steps.n);
        }
    });
}

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, rc::Rc};

    use super::*;

    #[test]
    fn steps_are_told_to_whoever_listens_and_to_nobody_else() {
        advance(7);
        let heard = Rc::new(RefCell::new(Vec::new()));
        let log = Rc::clone(&heard);
        let answer = heard_by(
            move |done, all| log.borrow_mut().push((done, all)),
            || {
                begin(3);
                advance(2);
                advance(2);
                "done"
            },
        );
        advance(1);
        assert_eq!((answer, &**heard.borrow()), ("done", &[(0, 3), (2, 3), (3, 3)][..]));
    }
}
