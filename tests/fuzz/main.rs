//! Damaged files without end, made from sound ones: no reader may panic, hang, or take memory out of
//! proportion, and what is read must keep its laws.
//!
//! `cargo test` runs a fixed number of inputs from a fixed seed. `STANDPOINT_FUZZ_SECONDS=600` runs
//! for so long from a seed of the clock, `STANDPOINT_FUZZ_SEED` sets the seed, `STANDPOINT_FUZZ_TARGET`
//! chooses one target, and `STANDPOINT_FUZZ_INPUT` runs one file that failed, which is named after its target.

#![expect(clippy::print_stdout, reason = "the seed and the failures are printed for people")]

mod codebooks;
mod imports;
mod mutate;
mod targets;

use std::{
    collections::{HashSet, hash_map::DefaultHasher},
    env, fs,
    hash::{Hash as _, Hasher as _},
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Mutex,
    time::{Duration, Instant, SystemTime},
};

use mutate::{Dice, Mutator};
use peak_alloc::PeakAlloc;
use targets::{Target, Verdict};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What one input may take: far more than it needs, and far less than one that never ends.
const LONGEST: Duration = Duration::from_secs(10);
/// What a target may take for each byte of its input, reading and writing it more than once.
const BYTES_EACH: usize = 160;
const BYTES_BESIDES: usize = 4 << 20;
/// Inputs that led somewhere new are mutated further, the newest of them at least.
const MAX_POOL: usize = 1_000;
const FIXED_SEED: u64 = 2026;

/// How long to go on.
enum Extent {
    Inputs(usize),
    Time(Duration),
}

fn main() -> ExitCode {
    let filters: Vec<String> = env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    if !filters.is_empty() && !filters.iter().any(|filter| "fuzz".contains(&**filter)) {
        return ExitCode::SUCCESS;
    }
    remember_panics();
    if let Some(path) = env::var_os("STANDPOINT_FUZZ_INPUT") {
        return run_one_file(Path::new(&path));
    }
    let number = |name| env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let seconds = number("STANDPOINT_FUZZ_SECONDS");
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |now| u64::from(now.subsec_nanos()));
    let seed = number("STANDPOINT_FUZZ_SEED").unwrap_or(if seconds.is_some() { now } else { FIXED_SEED });
    let chosen = env::var("STANDPOINT_FUZZ_TARGET").ok();
    let targets: Vec<Target> = targets::all()
        .into_iter()
        .filter(|target| chosen.as_ref().is_none_or(|chosen| *chosen == target.name))
        .collect();
    println!("seed {seed}");
    let mut has_failed = false;
    for target in &targets {
        let extent = match seconds {
            Some(seconds) => Extent::Time(Duration::from_secs(seconds) / u32::try_from(targets.len()).unwrap_or(1)),
            None => Extent::Inputs(target.n_inputs),
        };
        has_failed |= !fuzz(target, seed, &extent);
    }
    if has_failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Runs inputs until the extent is reached or one fails; returns whether all went well.
fn fuzz(target: &Target, seed: u64, extent: &Extent) -> bool {
    let corpus = target.corpus();
    let mut mutator = Mutator::new(Dice(seed), &corpus, target.words);
    let mut pool = corpus.clone();
    let mut outcomes = HashSet::new();
    let start = Instant::now();
    let mut n_inputs = 0;
    let mut n_read = 0;
    loop {
        let is_over = match extent {
            Extent::Inputs(n) => n_inputs >= *n,
            Extent::Time(time) => start.elapsed() >= *time,
        };
        if is_over {
            break;
        }
        // The seeds themselves come first, as they are.
        let input = match corpus.get(n_inputs) {
            Some(seed) => seed.clone(),
            None => mutator.mutated(&pool),
        };
        n_inputs += 1;
        match run(target, &input) {
            Ok(verdict) => {
                n_read += usize::from(verdict.was_read);
                if outcomes.insert(outline(&verdict.said)) && input.len() < 1 << 16 {
                    if pool.len() >= MAX_POOL {
                        let oldest = corpus.len() + outcomes.len() % (MAX_POOL - corpus.len());
                        pool.swap_remove(oldest);
                    }
                    pool.push(input);
                }
            }
            Err(what) => {
                let kept = keep(target, &input);
                println!(
                    "{}: input {n_inputs} of seed {seed}: {what}\nthe input is in {}",
                    target.name,
                    kept.display()
                );
                return false;
            }
        }
    }
    let Target { name, .. } = target;
    println!("{name}: {n_inputs} inputs in {:.1?}, {n_read} read, {} outcomes", start.elapsed(), outcomes.len());
    true
}

/// Runs one input, and says what is wrong with how it went.
fn run(target: &Target, input: &[u8]) -> Result<Verdict, String> {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let start = own_time();
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| (target.run)(input)));
    let (taken, peak) = (own_time().saturating_sub(start), MEMORY.peak_usage().saturating_sub(before));
    let verdict = outcome.map_err(|_| last_panic().take().unwrap_or_default())??;
    if taken > LONGEST {
        return Err(format!("took {taken:?} for {} bytes", input.len()));
    }
    if peak > BYTES_EACH * input.len() + BYTES_BESIDES {
        return Err(format!("took {peak} bytes of memory for {}", input.len()));
    }
    Ok(verdict)
}

/// The processor time of this thread, which does not pass while the computer does other work.
#[cfg(unix)]
fn own_time() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// The time on the clock, where the processor time is not known.
#[cfg(not(unix))]
fn own_time() -> Duration {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    START.elapsed()
}

/// What was said without what differs from input to input, so that alike outcomes are known as such.
fn outline(said: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut is_quoted = false;
    for c in said.chars() {
        is_quoted = match c {
            '“' => true,
            '”' => false,
            '`' => !is_quoted,
            _ => is_quoted,
        };
        if !is_quoted && !c.is_ascii_digit() {
            c.hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// Writes a failing input where it can be run again from.
fn keep(target: &Target, input: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fuzz");
    let mut hasher = DefaultHasher::new();
    input.hash(&mut hasher);
    let path = folder.join(format!("{}-{:016x}", target.name, hasher.finish()));
    let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&path, input));
    written.expect("the target folder can be written");
    path
}

fn run_one_file(path: &Path) -> ExitCode {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let target = targets::all().into_iter().find(|target| name.starts_with(target.name));
    let target = target.expect("the file is named after its target, as in project-0123456789abcdef");
    let input = fs::read(path).expect("the file can be read");
    match run(&target, &input) {
        Ok(verdict) => {
            println!("{name}: {}", verdict.said);
            ExitCode::SUCCESS
        }
        Err(what) => {
            println!("{name}: {what}");
            ExitCode::FAILURE
        }
    }
}

/// Where the last panic was and what it said.
fn last_panic() -> std::sync::MutexGuard<'static, Option<String>> {
    static LAST: Mutex<Option<String>> = Mutex::new(None);
    LAST.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn remember_panics() {
    panic::set_hook(Box::new(|info| *last_panic() = Some(info.to_string())));
}
