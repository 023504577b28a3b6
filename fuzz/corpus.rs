//! The committed corpus of the fuzz targets, and mutations of it, for tests: they need no fuzzer, and every run is the
//! same. `FUZZ_RUNS` sets the number of mutations.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The number of mutations of a target in `cargo test`; `cargo xtask ci fuzz` runs more.
const RUNS: usize = 100;

/// Returns the inputs in `fuzz/seeds/TARGET`, sorted by their names.
pub fn seeds(target: &str) -> Vec<Vec<u8>> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds").join(target);
    let mut paths: Vec<PathBuf> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let seeds: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    assert!(seeds.len() >= 3, "{target} has {} seeds", seeds.len());
    seeds
}

/// Runs a target with its seeds, and with mutations of them. A target that takes long has `cost` times fewer.
pub fn run(target: &'static str, cost: usize, entry: impl Fn(&[u8])) {
    let runs = std::env::var("FUZZ_RUNS").map_or(RUNS, |runs| runs.parse().expect("`FUZZ_RUNS` is a number"));
    let seeds = seeds(target);
    let mut random =
        Random(target.bytes().fold(0x9e37_79b9_7f4a_7c15, |all, byte| all.rotate_left(8) ^ u64::from(byte)));
    let mutations = (0..runs.div_ceil(cost)).map(|_| random.mutation(&seeds));
    for input in seeds.iter().cloned().chain(mutations) {
        let shown = Shown { target, input };
        entry(&shown.input);
    }
}

/// Prints the input of a target that panics.
struct Shown {
    target: &'static str,
    input: Vec<u8>,
}

impl Drop for Shown {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the input of `{}`: b\"{}\"", self.target, self.input.escape_ascii());
        }
    }
}

/// A generator of random numbers (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    /// Changes a seed in a few places.
    fn mutation(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        const BYTES: &[u8] = b"\0\t\n\r \"'#%&(),-./0189:;<=>?@[\\]{|}\x7f\x80\xbf\xc3\xe2\xf0\xff";
        let mut input = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(4) {
            let (at, byte) = (self.below(input.len() + 1), BYTES[self.below(BYTES.len())]);
            let end = at + self.below((input.len() - at).min(32) + 1);
            match self.below(7) {
                0 => input.insert(at, byte),
                1 if at < input.len() => input[at] = byte,
                2 if at < input.len() => input[at] ^= 1 << self.below(8),
                3 => drop(input.drain(at..end)),
                4 => input.extend_from_within(at..end),
                5 => input.truncate(at),
                _ => {
                    let other = &seeds[self.below(seeds.len())];
                    let from = self.below(other.len() + 1);
                    input.truncate(at);
                    input.extend_from_slice(&other[from..]);
                }
            }
        }
        input
    }
}
